#include "web/asset_answer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "unit/web/page_request.h"

namespace presenced::web {
namespace {

using test::get;

constexpr std::array<unsigned char, 3> kBytes{1, 2, 3};
constexpr PageFile kScript{"app.1.js", "text/javascript", "\"1\"", kBytes, true};

std::string field(const net::HttpAnswer& answer, std::string_view name) {
  const auto& all = answer.headers;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == name; });
  return found == all.end() ? "" : found->second;
}

}  // namespace

TEST_CASE("a file with a hash in its name may be kept for ever, the page itself is asked about each time") {
  const net::HttpAnswer script = asset_answer(kScript, true, get("/", {{"Accept-Encoding", "br, gzip"}}));
  CHECK(script.status == 200);
  CHECK(script.content_type == "text/javascript");
  CHECK(script.shared.bytes.size() == 3);
  CHECK(field(script, "Content-Encoding") == "gzip");
  CHECK(field(script, "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(field(script, "ETag") == "\"1\"");
  CHECK(field(asset_answer(kScript, false, get("/")), "Cache-Control") == "no-cache");
}

TEST_CASE("a client that has the file already gets its head alone") {
  for (const char* tag : {"\"1\"", "W/\"1\"", "\"0\", \"1\"", "*"}) {
    const net::HttpAnswer answer = asset_answer(kScript, true, get("/", {{"If-None-Match", tag}}));
    CHECK(answer.status == 304);
    CHECK(answer.shared.bytes.empty());
  }
  CHECK(asset_answer(kScript, true, get("/", {{"If-None-Match", "\"2\""}})).status == 200);
}

TEST_CASE("a client that does not take gzip is told so") {
  CHECK(asset_answer(kScript, true, get("/", {{"Accept-Encoding", "identity"}})).status == 406);
  CHECK(asset_answer(kScript, true, get("/")).status == 200);
}

TEST_CASE("files of the page are found by their whole name") {
  REQUIRE_FALSE(page_files().empty());
  const PageFile& first = page_files().front();
  CHECK(page_file(first.name) == &first);
  for (const char* name : {"", "../page_file.h", "/etc/passwd", "index.html", "."}) CHECK(page_file(name) == nullptr);
}

}  // namespace presenced::web
