#include "access/token.h"

#include <doctest/doctest.h>

using namespace presenced::access;
using presenced::base::wall_from_unix_ms;

namespace {

const std::string kLink(64, 'a');
const std::string kBearer(64, 'b');

Token token(std::string name) { return {std::move(name), {}, {}, kLink, kBearer}; }

}  // namespace

TEST_CASE("tokens are read back as they were written") {
  Token limited = token("dana@example.com");
  limited.limit = Limit{{"on-call", "R&D = all"}, "acme"};
  limited.until = wall_from_unix_ms(1'795'176'000'000);
  const std::vector<Token> tokens{token("all"), limited};
  const auto read = tokens_in(text_of(tokens));
  REQUIRE_MESSAGE(read.ok(), read.error());
  CHECK(read.value() == tokens);
  CHECK(tokens_in(text_of({})).value().empty());
}

TEST_CASE("a line that is not understood makes the file unusable, so that no limit gets lost") {
  const std::string head = text_of({});
  const std::string good = "dana\tlink=" + kLink + "\tbearer=" + kBearer;
  CHECK(tokens_in(head + good + "\n").ok());
  CHECK(tokens_in(head + "# a remark\n\n" + good).ok());
  for (const std::string& bad :
       {std::string("dana"), "dana\tlink=" + kLink, good + "\tgruop=x", good + "\tgroup=", good + "\tworkspace=acme",
        good + "\tuntil_ms=soon", "da na\tlink=" + kLink + "\tbearer=" + kBearer, good + "\tlink=abc",
        good + "\tgroup=a\x01"}) {
    CAPTURE(bad);
    const auto read = tokens_in(head + bad + "\n");
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().starts_with("line 2: is not a token"));
  }
  CHECK_FALSE(tokens_in("workspaces:\n  - name: acme\n").ok());
}

TEST_CASE("names that would break a line are refused") {
  CHECK(fault_in_token_name("dana-2@example.com").empty());
  for (const char* name : {"", "a b", "a\tb", "a/b", "\xc3\xa4"}) CHECK_FALSE(fault_in_token_name(name).empty());
  CHECK_FALSE(fault_in_token_name(std::string(65, 'x')).empty());
  CHECK(fault_in_group("R&D, Göteborg").empty());
  for (const char* name : {"", "a\tb", "a\nb", "\xff"}) CHECK_FALSE(fault_in_group(name).empty());
}
