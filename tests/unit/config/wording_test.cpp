#include "config/wording.h"

#include <doctest/doctest.h>

#include <string>

namespace presenced::config {
namespace {

TEST_CASE("what was written is shown on one line") {
  CHECK(printable("plain \xc3\xa9") == "plain \xc3\xa9");
  CHECK(printable("a\nb\x1b[31m\x7f") == "a\\x0ab\\x1b[31m\\x7f");
  CHECK(in_quotes("full") == "\"full\"");
}

TEST_CASE("what is long is cut, between letters") {
  CHECK(in_quotes(std::string(80, 'a')) == '"' + std::string(80, 'a') + '"');
  CHECK(in_quotes(std::string(81, 'a')) == '"' + std::string(80, 'a') + "...\"");
  CHECK(in_quotes(std::string(79, 'a') + "\xc3\xa9") == '"' + std::string(79, 'a') + "...\"");
}

TEST_CASE("a token or cookie that was pasted into the wrong place is not repeated") {
  for (const std::string text :
       {"xoxb-1-a", "xoxp-1", "xoxc-9", "xoxd-abc", "xoxe.xoxp-1", "xapp-1-A", "token xoxb-1", "xoxoxb-1"}) {
    CAPTURE(text);
    CHECK(looks_secret(text));
    CHECK(printable(text) == "(hidden: it looks like a Slack token)");
    CHECK(in_quotes(text) == "(hidden: it looks like a Slack token)");
  }
  CHECK_FALSE(looks_secret("xoxo"));
  CHECK_FALSE(looks_secret("foxxox"));
  CHECK_FALSE(looks_secret("acme.token"));
}

TEST_CASE("a path is one word of a command, whatever is in it") {
  CHECK(shell_word("/etc/presenced/acme.token") == "/etc/presenced/acme.token");
  CHECK(shell_word("/etc/my tokens/a") == "'/etc/my tokens/a'");
  CHECK(shell_word("it's;rm") == "'it'\\''s;rm'");
  CHECK(shell_word("-rf") == "'./-rf'");
  CHECK(shell_word("") == "''");
}

TEST_CASE("the known key nearest to a misspelt one is suggested, and none when none is near") {
  const std::vector<std::string_view> keys = {"path", "durability", "retention", "token_file", "watchlist"};
  CHECK(nearest("retenton", keys) == "retention");
  CHECK(nearest("Durability", keys) == "durability");
  CHECK(nearest("token", keys) == "token_file");
  CHECK(nearest("rteention", keys) == "retention");
  CHECK(nearest("ptah", keys) == "path");
  CHECK(nearest("pth", keys) == "path");
  CHECK(nearest("watch_list", keys) == "watchlist");
  CHECK(nearest("colour", keys).empty());
  CHECK(nearest("", keys).empty());
  CHECK(nearest(std::string(5000, 'p'), keys).empty());
}

TEST_CASE("alternatives read as a sentence") {
  CHECK(alternatives({}) == "");
  CHECK(alternatives({"a"}) == "a");
  CHECK(alternatives({"a", "b"}) == "a or b");
  CHECK(alternatives({"a", "b", "c"}) == "a, b or c");
}

}  // namespace
}  // namespace presenced::config
