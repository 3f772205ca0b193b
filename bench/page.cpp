// SPDX-License-Identifier: Apache-2.0
#include "page.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace arus::bench {

namespace {

using boost::json::array;
using boost::json::object;

constexpr double plot_width = 520;
constexpr double plot_height = 180;
constexpr double margin = 44;

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
    }
    return out;
}

std::string number_text(double number) {
    char text[40];
    const char* const format = std::abs(number) >= 1000 ? "%.0f"
                               : std::abs(number) >= 10 ? "%.1f"
                                                        : "%.3g";
    std::snprintf(text, sizeof text, format, number);
    return text;
}

std::string text_element(double x, double y, const char* anchor, const std::string& text) {
    return "<text x='" + number_text(x) + "' y='" + number_text(y) + "' text-anchor='" + anchor
           + "'>" + escaped(text) + "</text>";
}

std::string line_element(double x1, double y1, double x2, double y2) {
    return "<line x1='" + number_text(x1) + "' y1='" + number_text(y1) + "' x2='" + number_text(x2)
           + "' y2='" + number_text(y2) + "'/>";
}

std::string svg_of(const std::string& title, const std::string& inside) {
    return "<figure><figcaption>" + escaped(title) + "</figcaption><svg viewBox='0 0 "
           + number_text(plot_width + 2 * margin) + ' ' + number_text(plot_height + 2 * margin)
           + "' role='img'>" + inside + "</svg></figure>";
}

/// Percentile against milliseconds; both axes grow by factors of ten.
std::string latency_plot(const std::string& title, const object& latency) {
    const array& curve = latency.at("curve").as_array();
    const auto x_of = [](double q) {
        const double nines = -std::log10(std::max(1 - q, 0.00005));
        return margin + nines / 4.31 * plot_width;
    };
    double top = 0.1;
    for (const auto& point : curve) {
        top = std::max(top, point.at(1).to_number<double>());
    }
    const double decades = std::max(1.0, std::ceil(std::log10(top / 0.1)));
    const auto y_of = [decades](double ms) {
        const double share = std::log10(std::max(ms, 0.1) / 0.1) / decades;
        return margin + plot_height * (1 - share);
    };
    std::string inside;
    for (double decade = 0; decade <= decades; ++decade) {
        const double ms = 0.1 * std::pow(10, decade);
        inside += line_element(margin, y_of(ms), margin + plot_width, y_of(ms));
        inside += text_element(margin - 4, y_of(ms) + 4, "end", number_text(ms));
    }
    for (const auto& [q, name] :
         {std::pair(0.5, "50 %"), std::pair(0.9, "90 %"), std::pair(0.99, "99 %"),
          std::pair(0.999, "99.9 %"), std::pair(0.9999, "99.99 %")}) {
        inside += text_element(x_of(q), margin + plot_height + 18, "middle", name);
    }
    std::string points;
    for (const auto& point : curve) {
        points += number_text(x_of(point.at(0).to_number<double>())) + ','
                  + number_text(y_of(point.at(1).to_number<double>())) + ' ';
    }
    inside += "<polyline points='" + points + "'/>";
    return svg_of(title + ": latency in ms by percentile", inside);
}

std::string rate_plot(const std::string& title, const array& by_second) {
    double top = 1;
    for (const auto& count : by_second) {
        top = std::max(top, count.to_number<double>());
    }
    const double step = plot_width
                        / static_cast<double>(std::max<std::size_t>(by_second.size(), 1));
    std::string inside;
    for (const double share : {0.0, 0.5, 1.0}) {
        const double y = margin + plot_height * (1 - share);
        inside += line_element(margin, y, margin + plot_width, y)
                  + text_element(margin - 4, y + 4, "end", number_text(top * share));
    }
    for (std::size_t i = 0; i < by_second.size(); ++i) {
        const double height = by_second[i].to_number<double>() / top * plot_height;
        inside += "<rect x='" + number_text(margin + step * static_cast<double>(i) + 1) + "' y='"
                  + number_text(margin + plot_height - height) + "' width='"
                  + number_text(std::max(step - 2, 1.0)) + "' height='" + number_text(height)
                  + "'/>";
    }
    return svg_of(title + ": accepted in each second", inside);
}

/// Every latency and rate inside `figures`, however deep.
std::string plots_of(const std::string& title, const object& figures) {
    std::string out;
    for (const auto& [key, inner] : figures) {
        const std::string name = title.empty() ? std::string(key) : title;
        if (key == "latency") {
            out += latency_plot(name, inner.as_object());
        } else if (key == "by_second") {
            out += rate_plot(name, inner.as_array());
        } else if (inner.is_object()) {
            out += plots_of(std::string(key), inner.as_object());
        }
    }
    return out;
}

std::string goals_of(const object& scenario) {
    const auto* const goals = scenario.if_contains("goals");
    if (goals == nullptr) {
        return {};
    }
    std::string rows;
    for (const auto& row : goals->as_array()) {
        const object& goal = row.as_object();
        const std::string unit(goal.at("unit").as_string());
        rows += "<tr><td>" + escaped(goal.at("name").as_string()) + "</td><td class='n'>"
                + number_text(goal.at("value").to_number<double>()) + ' ' + escaped(unit)
                + "</td><td class='n'>" + escaped(goal.at("bound").as_string()) + ' '
                + number_text(goal.at("wanted").to_number<double>()) + "</td><td>"
                + (goal.at("met").as_bool() ? "met" : "<b>not met</b>") + "</td></tr>";
    }
    return "<table><tr><th>figure</th><th>measured</th><th>wanted</th><th></th></tr>" + rows
           + "</table>";
}

std::string limits_of(const object& figures, const std::string& title) {
    std::string out;
    for (const auto& [key, inner] : figures) {
        if (key == "cpu") {
            const object& cpu = inner.as_object();
            out += "<li>" + escaped(title) + ": server "
                   + number_text(cpu.at("server_cores").to_number<double>()) + " cores, driver "
                   + number_text(cpu.at("driver_cores").to_number<double>()) + " cores, others "
                   + number_text(cpu.at("other_cores").to_number<double>()) + " cores; limited by "
                   + escaped(cpu.at("limit").as_string()) + "</li>";
        } else if (inner.is_object()) {
            out += limits_of(inner.as_object(), std::string(key));
        }
    }
    return out;
}

}  // namespace

std::string page_of(const object& results) {
    std::string body = "<h1>Arus, measured</h1><p>" + escaped(results.at("machine").as_string())
                       + "; " + escaped(results.at("measured_at").as_string()) + "</p>";
    for (const auto& [name, inner] : results.at("scenarios").as_object()) {
        const object& scenario = inner.as_object();
        body += "<h2>" + escaped(scenario.at("title").as_string()) + "</h2>";
        if (const auto* const failure = scenario.if_contains("failure")) {
            body += "<p><b>Failed: " + escaped(failure->as_string()) + "</b></p>";
            continue;
        }
        body += goals_of(scenario) + "<ul>" + limits_of(scenario, std::string(name)) + "</ul>"
                + plots_of({}, scenario);
        object rest = scenario;
        rest.erase("goals");
        body += "<details><summary>All figures</summary><pre>"
                + escaped(boost::json::serialize(rest)) + "</pre></details>";
    }
    return "<!doctype html><html lang='en'><meta charset='utf-8'><title>Arus, "
           "measured</title><style>"
           "body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 "
           "1rem;color:#1c2330}"
           "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.3rem "
           ".9rem;border-bottom:1px solid #d9dee7;text-align:left}"
           ".n{text-align:right;font-variant-numeric:tabular-nums}figure{display:inline-block;"
           "margin:0 1rem 1rem 0;width:29rem}"
           "figcaption{font-size:13px;color:#556}svg{width:100%}svg text{font-size:11px;fill:#667}"
           "svg line{stroke:#e3e7ee}svg polyline{fill:none;stroke:#1f6feb;stroke-width:2}svg "
           "rect{fill:#1f6feb}"
           "pre{white-space:pre-wrap;word-break:break-all;font-size:12px}</style>"
           + body + "</html>\n";
}

}  // namespace arus::bench
