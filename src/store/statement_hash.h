#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace soc {

/// Lets the table of prepared statements be asked with a `string_view`, without a copy.
struct StatementHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view sql) const {
        return std::hash<std::string_view>{}(sql);
    }
};

}  // namespace soc
