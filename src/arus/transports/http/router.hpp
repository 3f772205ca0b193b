// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/transports/http/message.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace arus::http {

/// Makes the response. May throw Failure; the session answers for it.
using Handler = std::function<Awaitable<Response>(Request&)>;

/// Whether a body may come at all, asked before it does. May throw Failure.
using Gate = std::function<Awaitable<Result<Done>>(Request&)>;

/// A body beyond the listener's limit, kept on disk.
struct Upload {
    std::size_t bytes_max = 0;  ///< 0: the route takes no such body
    Gate gate;  ///< who is asking is known: whatever the handler refuses without the body
};

/// Who may call a route at all.
enum class Entry {
    open,        ///< everybody
    open_write,  ///< everybody, but a browser's page of a foreign origin may not
    signed_in,   ///< needs a principal; a write also an allowed origin
    person,      ///< the same, and the principal is no API key
};

struct Route {
    verb method = verb::get;
    std::string pattern;  ///< `/api/v1/books/{book}`: a `{…}` stands for one segment that is not
                          ///< empty
    Entry entry = Entry::signed_in;
    Handler handler;
    std::size_t index = 0;  ///< given by the router: the order of its making, also its place in the
                            ///< metrics
    Upload upload{};
};

/// Finds the route of a path; made once at start, read by every thread.
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;

    /// Precondition: nobody reads yet; no route of the same method and pattern; who uploads is
    /// signed in.
    void add(
        verb method, std::string pattern, Entry entry, Handler handler, Upload upload = Upload());
    /// Takes what no route matches, by GET and HEAD. At most one.
    void set_fallback(Handler handler);

    struct Match {
        const Route* route = nullptr;  ///< null: see `path_known`
        bool path_known = false;       ///< the path has routes, but not with that method
        std::string allow;             ///< then: their methods, as the field Allow wants it
    };
    /// Also fills request.parameters. HEAD finds the route of GET.
    Match find(Request& request) const;

    const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }
    const Route* fallback() const { return fallback_.get(); }

private:
    struct Node;

    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
    std::unique_ptr<Route> fallback_;
};

}  // namespace arus::http
