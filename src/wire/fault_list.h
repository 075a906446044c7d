#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace soc::wire {

/// A place in a document. It points at its parent, which must outlive it, and becomes text only
/// when a fault needs it: a hundred thousand devices without faults cost no string.
class DocumentPath {
public:
    DocumentPath() = default;
    [[nodiscard]] DocumentPath member(std::string_view name) const { return {this, name, 0}; }
    [[nodiscard]] DocumentPath item(std::size_t index) const { return {this, {}, index}; }

    /// `sites[0].buildings[2].name`; empty for the document itself.
    [[nodiscard]] std::string to_string() const;

private:
    DocumentPath(const DocumentPath* parent, std::string_view name, std::size_t index)
        : parent_{parent}, name_{name}, index_{index} {}

    const DocumentPath* parent_ = nullptr;
    std::string_view name_;
    std::size_t index_ = 0;
};

/// One thing that is wrong with a document.
struct DocumentFault {
    std::string field;      ///< the path, such as `sites[0].code`; empty for the document itself
    std::string value;      ///< as `shown_value` gives it; empty when there is none
    std::string reason;     ///< a stable word
    std::string allowed;    ///< what would have been accepted
    std::size_t alike = 0;  ///< how many more places have this fault for the same cause

    /// `sites[0].code = "TLS 1": not_a_code (1 to 32 of ...)`
    [[nodiscard]] std::string to_string() const;
};

/// `"TLS 1"` or `7`, on one line and cut; of a list or an object only what it is.
[[nodiscard]] std::string shown_value(const boost::json::value& value);
[[nodiscard]] std::string shown_value(std::string_view text);

/// Collects faults up to a limit, then only counts them.
class FaultList {
public:
    explicit FaultList(std::size_t most) : most_{most} {}
    /// `value` is empty, or what `shown_value` gave.
    void add(const DocumentPath& path, std::string_view reason, std::string_view allowed,
             std::string value = {});
    /// The same for a reference to what is not there. All with one `cause` are one fault: of a
    /// room that is misspelt once, not one for each of its devices.
    void add_dangling(const DocumentPath& path, std::string_view cause, std::string_view allowed,
                      std::string value);
    /// How many there are, listed or not.
    [[nodiscard]] std::size_t count() const { return faults.size() + left_out; }

    std::vector<DocumentFault> faults;
    std::size_t left_out = 0;

private:
    std::size_t most_;
    std::unordered_map<std::string, std::size_t> dangling_;  ///< by cause; where in `faults`
};

}  // namespace soc::wire
