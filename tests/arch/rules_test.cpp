// Every rule, shown able to fail, and to pass over what only looks like a breach.
#include "arch/rules.h"

#include <doctest/doctest.h>

#include <string>

namespace presenced::arch {
namespace {

Sources one(std::string path, std::string text) { return {source_file(std::move(path), std::move(text))}; }

Modules three_modules() { return {{"base", "engine", "net"}, {{"base", {}}, {"engine", {"base"}}, {"net", {"base"}}}}; }

TEST_CASE("an include of a higher module is found, with its file and line") {
  const auto findings = arrows_up(one("lib/base/ids.h", "#pragma once\n#include \"engine/io.h\"\n"), three_modules());
  REQUIRE(findings.size() == 1);
  CHECK(findings[0] == "lib/base/ids.h:2: base stands below engine and must not include it");
}

TEST_CASE("includes of the own and of lower modules are arrows down") {
  CHECK(arrows_up(one("lib/net/a.cpp", "#include \"net/a.h\"\n#include \"base/time.h\"\n#include <vector>\n"),
                  three_modules())
            .empty());
}

TEST_CASE("an include that leads out of lib is found") {
  CHECK(arrows_up(one("lib/base/a.cpp", "#include \"support/clock.h\"\n"), three_modules()).size() == 1);
  CHECK(arrows_up(one("lib/base/a.cpp", "#include \"a.h\"\n"), three_modules()).size() == 1);
}

TEST_CASE("a folder of lib that the order does not list is found") {
  CHECK(arrows_up(one("lib/extra/a.cpp", "#include \"base/time.h\"\n"), three_modules()).size() == 1);
}

TEST_CASE("an include of a module that is lower but not declared is found") {
  const auto findings = undeclared_arrows(one("lib/net/a.cpp", "#include \"engine/io.h\"\n"), three_modules());
  REQUIRE(findings.size() == 1);
  CHECK(findings[0] == "lib/net/a.cpp:1: net includes engine without presenced::engine among its DEPS");
  CHECK(undeclared_arrows(one("lib/net/a.cpp", "#include \"base/time.h\"\n"), three_modules()).empty());
}

TEST_CASE("a private header included from another module or from daemon is found") {
  const std::string text = "#include \"net/private/dial.h\"\n";
  CHECK(broken_privacy(one("lib/engine/a.cpp", text)).size() == 1);
  CHECK(broken_privacy(one("daemon/presenced/main.cpp", text)).size() == 1);
  CHECK(broken_privacy(one("lib/net/a.cpp", text)).empty());
}

TEST_CASE("Beast and OpenSSL outside of their places are found") {
  for (const std::string header : {"boost/beast/core.hpp", "openssl/ssl.h", "boost/asio/ssl/context.hpp"}) {
    CAPTURE(header);
    const std::string text = "#include <" + header + ">\n";
    CHECK(tls_outside_net(one("lib/runtime/a.cpp", text)).size() == 1);
    CHECK(tls_outside_net(one("tests/integration/a.cpp", text)).size() == 1);
    CHECK(tls_outside_net(one("lib/net/private/a.cpp", text)).empty());
    CHECK(tls_outside_net(one("tests/fake_slack/a.cpp", text)).empty());
  }
}

TEST_CASE("SQLite outside of the store is found") {
  const std::string text = "#include <sqlite3.h>\n";
  CHECK(sqlite_outside_store(one("lib/engine/a.cpp", text)).size() == 1);
  CHECK(sqlite_outside_store(one("daemon/presenced/main.cpp", text)).size() == 1);
  CHECK(sqlite_outside_store(one("lib/store/sqlite.cpp", text)).empty());
}

TEST_CASE("an include of libpq outside lib/central is found") {
  const std::string text = "#include <libpq-fe.h>\n";
  CHECK(postgres_outside_central(one("lib/commands/a.cpp", text)).size() == 1);
  CHECK(postgres_outside_central(one("lib/central/connection.cpp", text)).empty());
}

TEST_CASE("sockets and event loops below net are found") {
  for (const std::string header : {"boost/asio/io_context.hpp", "sys/socket.h", "netinet/tcp.h"}) {
    CAPTURE(header);
    const std::string text = "#include <" + header + ">\n";
    CHECK(sockets_below_net(one("lib/engine/a.cpp", text), three_modules()).size() == 1);
    CHECK(sockets_below_net(one("lib/net/a.cpp", text), three_modules()).empty());
  }
}

TEST_CASE("a logging library in a pure module is found") {
  const std::string text = "#include <spdlog/spdlog.h>\n";
  CHECK(logging_in_pure_modules(one("lib/tracker/a.cpp", text)).size() == 1);
  CHECK(logging_in_pure_modules(one("lib/runtime/a.cpp", text)).empty());
}

TEST_CASE("every way to read a clock is found in a pure module, and there alone") {
  for (const std::string call : {"std::chrono::system_clock::now()", "steady_clock::now()", "clock_gettime(id, &spec)",
                                 "std::time(nullptr)", "time(NULL)", "gettimeofday(&value, nullptr)"}) {
    CAPTURE(call);
    const std::string text = "auto f() {\n  return " + call + ";\n}\n";
    CHECK(clocks_in_pure_modules(one("lib/session/a.cpp", text)).size() == 1);
    CHECK(clocks_in_pure_modules(one("lib/runtime/a.cpp", text)).empty());
  }
}

TEST_CASE("randomness in a pure module is found") {
  CHECK(randomness_in_pure_modules(one("lib/session/a.cpp", "std::random_device device;\n")).size() == 1);
  CHECK(randomness_in_pure_modules(one("lib/session/a.cpp", "return std::rand();\n")).size() == 1);
  CHECK(randomness_in_pure_modules(one("lib/session/a.cpp", "return operand(1);\n")).empty());
}

TEST_CASE("the environment read in a pure module is found") {
  CHECK(environment_in_pure_modules(one("lib/config/a.cpp", "return std::getenv(name);\n")).size() == 1);
  CHECK(environment_in_pure_modules(one("daemon/presenced/main.cpp", "return std::getenv(name);\n")).empty());
}

TEST_CASE("what a comment or a text says is no breach") {
  const std::string text = "// no getenv here\nauto s = \"system_clock::now\"; /* random_device */\n";
  CHECK(clocks_in_pure_modules(one("lib/base/a.h", text)).empty());
  CHECK(randomness_in_pure_modules(one("lib/base/a.h", text)).empty());
  CHECK(environment_in_pure_modules(one("lib/base/a.h", text)).empty());
  CHECK(tls_outside_net(one("lib/base/a.h", "// #include <openssl/ssl.h>\n")).empty());
}

TEST_CASE("a word that merely ends another is no breach") {
  CHECK(clocks_in_pure_modules(one("lib/base/a.h", "auto t = mktime(nullptr);\n")).empty());
}

TEST_CASE("a file of one line too many is found") {
  std::string text;
  for (std::size_t i = 0; i < kMaxLines; ++i) text += "\n";
  CHECK(long_files(one("lib/base/a.h", text)).empty());
  CHECK(long_files(one("lib/base/a.h", text + "\n")).size() == 1);
  CHECK(long_files(one("tests/unit/base/a.cpp", text + "\n")).empty());
}

TEST_CASE("files and folders whose names say nothing are found") {
  for (const std::string path : {"lib/net/util.h", "lib/net/string_utils.cpp", "tests/helpers/a.h", "lib/common/ids.h",
                                 "daemon/presenced/misc.cpp", "tests/unit/test_helper.h"}) {
    CAPTURE(path);
    CHECK(vague_names(one(path, "")).size() == 1);
  }
  CHECK(vague_names(one("lib/net/utility_room.h", "")).empty());
  CHECK(vague_names(one("lib/base/commons_act.h", "")).empty());
}

TEST_CASE("old drift: comments cited numbered sections of documents outside the repository") {
  for (const std::string title : {"PRODUCT", "PROTOCOL", "STYLE"}) {
    CHECK(bare_citations(one("lib/base/time.h", "\n// as promised (" + title + " 2, rule 3)\n")).size() == 1);
    CHECK(bare_citations(one("lib/base/time.h", "// " + title + " 4")).size() == 1);
  }
  CHECK(bare_citations(one("lib/base/time.h", "// docs/PROTOCOL.md has 4 tables; PRODUCT_2")).empty());
}

}  // namespace
}  // namespace presenced::arch
