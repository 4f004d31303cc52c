#include "web/route.h"

#include <doctest/doctest.h>

#include <string>

using presenced::web::Route;
using presenced::web::route;

TEST_CASE("each path leads to what stands there") {
  CHECK(route("/").kind == Route::Kind::home);
  for (const char* view : {"/now", "/day", "/heatmap", "/person", "/overlap", "/coverage", "/log"})
    CHECK(route(view).kind == Route::Kind::page);
  CHECK(route("/api/page").kind == Route::Kind::about);
  CHECK(route("/api/events").kind == Route::Kind::events);
  CHECK(route("/assets/app.1.js").name == "app.1.js");
  CHECK(route("/open/abc").kind == Route::Kind::link);
  CHECK(route("/open/abc").name == "abc");
}

TEST_CASE("only commands that read the history can be asked") {
  for (const char* name :
       {"now", "at", "summary", "timeline", "heatmap", "overlap", "log", "intervals", "coverage", "people"}) {
    const Route found = route(std::string("/api/") + name);
    CHECK(found.kind == Route::Kind::command);
    REQUIRE(found.command != nullptr);
    CHECK(std::string(found.command->name) == name);
  }
  for (const char* name : {"purge", "forget", "reload", "reconnect", "backup", "repair", "verify", "doctor", "status",
                           "export", "serve", "token", "help", "NOW", "now/", "now/.."})
    CHECK(route(std::string("/api/") + name).kind == Route::Kind::unknown);
}

TEST_CASE("there is nothing at other paths, however they climb") {
  for (const char* path : {"", "now", "/Now", "/now/", "//now", "/api", "/api/", "/assets/", "/open/", "/../etc/passwd",
                           "/./now", "/index.html", "/metrics"})
    CHECK(route(path).kind == Route::Kind::unknown);
  CHECK(route("/assets/../../etc/passwd").name == "../../etc/passwd");  // a name of no file of the page
}
