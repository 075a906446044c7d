#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "http/request.h"
#include "http/response.h"

namespace soc {

/// What a reader must be allowed; each includes the ones before it.
enum class Right : std::uint8_t { none, viewer, operator_, administrator };

/// Which pool runs a handler.
enum class Lane : std::uint8_t {
    fast,  ///< memory only; a request whose session is not in memory yet goes to `stored`
    stored,  ///< reads or writes the database: a stuck one takes none of the fast threads (R19)
    slow,  ///< password hashing: two threads and a short queue; full is 503 `busy`
    vital, ///< health and metrics, on a thread of their own: they answer while all else is stuck
};

/// For whom a path is. What protects people from pages of other sites (R42) would only be in the
/// way of programs, which have no cookie and send forms.
enum class Caller : std::uint8_t {
    person,
    board,
    broker,  ///< answered within `auth_clients` only (R34)
};

/// A plain function; it runs on a pool thread, never on the I/O thread, and may be called by
/// several at once.
using Handler = std::function<Response(const Request&)>;

/// One line of the table in http/routes.cpp.
struct Route {
    Method method = Method::get;
    std::string_view pattern;  ///< `/api/v1/devices/{id}`: a part in braces takes one segment
    Right right = Right::administrator;
    std::size_t body_bytes_max = 0;
    Lane lane = Lane::fast;
    Handler handler;
    /// Of a route of the fast lane: whether this request would wait for the database after all, and
    /// so belongs to `stored`. Asked on the I/O thread; may be empty.
    std::function<bool(const Request&)> may_wait{};
    Caller caller = Caller::person;  ///< for others `HEAD` is a method like any, not a `GET`
    bool also_with_slash = false;    ///< `/` may stand behind it (contract/http.md)
};

}  // namespace soc
