// The route table and docs/api/openapi.yaml say the same.
#include "http/routes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "support/web_server.h"

namespace soc::testing {
namespace {

struct Operation {
    bool needs_reader = true;
    bool has_body = false;
    bool administrators_only = false;

    friend bool operator==(const Operation&, const Operation&) = default;
    friend void PrintTo(const Operation& operation, std::ostream* out) {
        *out << "reader " << operation.needs_reader << ", body " << operation.has_body
             << ", administrators only " << operation.administrators_only;
    }
};
using Operations = std::map<std::string, Operation>;  ///< by `GET /path`

/// Reads the part of YAML that our own document uses: paths are indented by two blanks, methods
/// by four, their members by six.
Operations documented() {
    std::ifstream file{SOC_SOURCE_DIR "/docs/api/openapi.yaml"};
    Operations operations;
    std::string path;
    Operation* operation = nullptr;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        const std::size_t indent = line.find_first_not_of(' ');
        if (indent == std::string::npos) continue;
        const std::string text = line.substr(indent);
        if (indent == 0) inside = text == "paths:";
        if (!inside) continue;
        if (indent == 2) path = text.substr(0, text.size() - 1);
        if (indent == 4) {
            std::string method = text.substr(0, text.size() - 1);
            for (char& c : method) c = static_cast<char>(c - 'a' + 'A');
            operation = &operations[method + " " + path];
        }
        if (indent == 6 && text == "security: []") operation->needs_reader = false;
        if (indent == 6 && text == "requestBody:") operation->has_body = true;
        if (text.find("Administrators only.") != std::string::npos) {
            operation->administrators_only = true;
        }
    }
    return operations;
}

Operations built(const Router& router) {
    Operations operations;
    for (const Route& route : router.routes()) {
        operations[std::string{to_word(route.method)} + " " + std::string{route.pattern}] = {
            route.right != Right::none, route.body_bytes_max > 0,
            route.right == Right::administrator};
    }
    return operations;
}

TEST(Routes, AreThoseOfTheDocument) {
    WebServer server;
    const Operations document = documented();
    const Operations table = built(server.pipeline().router());
    EXPECT_GT(document.size(), 10U) << "the document was not read";
    for (const auto& [name, operation] : document) {
        const auto found = table.find(name);
        ASSERT_NE(found, table.end()) << name << " is documented and not built";
        EXPECT_EQ(found->second, operation) << name;
    }
    for (const auto& [name, operation] : table) {
        EXPECT_TRUE(document.contains(name)) << name << " is built and not documented";
    }
}

}  // namespace
}  // namespace soc::testing
