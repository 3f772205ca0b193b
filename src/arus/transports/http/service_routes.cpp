// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/service_routes.hpp"

#include "arus/base/json_writer.hpp"

#include <utility>

namespace arus::http {

namespace {

Awaitable<Response> ready_made(Response response) {
    co_return response;
}

Response readiness_response(const Readiness& readiness) {
    std::string body;
    JsonWriter json(body);
    json.begin_object();
    json.key("status").string(readiness.status);
    json.key("degraded").begin_array();
    for (const std::string& name : readiness.degraded) {
        json.string(name);
    }
    json.end_array().end_object();
    const bool is_ready = readiness.status == "ready";
    Response response = json_response(is_ready ? 200 : 503, std::move(body));
    if (!is_ready) {
        response.set("Retry-After", "1");
    }
    return response;
}

}  // namespace

void add_health_routes(Router& router, std::function<Readiness()> readiness) {
    router.add(verb::get, "/healthz", Entry::open, [](Request&) {
        return ready_made(json_response(200, R"({"status":"ok"})"));
    });
    router.add(verb::get, "/readyz", Entry::open, [readiness = std::move(readiness)](Request&) {
        return ready_made(readiness_response(readiness()));
    });
}

void add_metrics_route(Router& router, std::function<std::string()> text) {
    router.add(verb::get, "/metrics", Entry::open, [text = std::move(text)](Request&) {
        Response response = json_response(200, text());
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        return ready_made(std::move(response));
    });
}

void add_file_routes(Router& router, const StaticFiles& contract, const StaticFiles& client) {
    router.add(verb::get, "/api/v1/openapi.yaml", Entry::open, [&contract](Request& request) {
        return ready_made(contract.serve_file(request, "/openapi.yaml"));
    });
    router.set_fallback([&client](Request& request) { return ready_made(client.serve(request)); });
}

}  // namespace arus::http
