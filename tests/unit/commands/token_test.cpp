// token, serve.
#include "access/token_file.h"
#include "net/digest.h"
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

struct Tokens : WrittenHistory {
  Request words(std::string action, std::string name = "") const {
    Request request = this->request("token");
    request.action = std::move(action);
    request.token_name = std::move(name);
    request.tokens = beside("tokens");
    return request;
  }
  std::vector<access::Token> kept() const { return access::TokenFile(beside("tokens")).read().value(); }
};

}  // namespace

TEST_CASE_FIXTURE(Tokens, "a new token shows its two secrets once, and only their digests are kept") {
  const Answer added = ask(words("add", "dana"));
  REQUIRE(added.status == ExitStatus::answered);
  REQUIRE(added.lines().size() == 2);
  const std::string link = added.lines()[0].substr(added.lines()[0].find("/open/") + 6);
  const std::string bearer = added.lines()[1].substr(added.lines()[1].find("Bearer ") + 7);
  REQUIRE(kept().size() == 1);
  CHECK(kept()[0].name == "dana");
  CHECK_FALSE(kept()[0].limit);
  CHECK(kept()[0].link_digest == net::sha256(link));
  CHECK(kept()[0].bearer_digest == net::sha256(bearer));
  CHECK(link != bearer);
}

TEST_CASE_FIXTURE(Tokens, "a token is limited to groups, of one workspace or of all, and ends") {
  Request request = words("add", "visitor");
  request.groups = {"@on-call", "R&D"};
  request.workspace = "acme";
  request.until = "2026-12-01 12:00";
  REQUIRE(ask(request).status == ExitStatus::answered);
  CHECK(kept()[0].limit == access::Limit{{"on-call", "R&D"}, "acme"});
  CHECK(kept()[0].until == moment("2026-12-01 12:00"));
  CHECK(ask(words("list")).lines() ==
        Lines{"NAME     WORKSPACE  GROUPS       UNTIL", "visitor  acme       on-call R&D  2026-12-01 12:00:00"});
}

TEST_CASE_FIXTURE(Tokens, "a list of no tokens says which file has none") {
  const Answer none = ask(words("list"));
  CHECK(none.status == ExitStatus::answered);
  REQUIRE(none.said.size() == 1);
  CHECK(none.said[0].starts_with("no tokens in "));
  CHECK(none.said[0].ends_with("; token add makes one"));
}

TEST_CASE_FIXTURE(Tokens, "revoking takes a token out of the file, and nothing else") {
  ask(words("add", "dana"));
  ask(words("add", "lee"));
  CHECK(ask(words("revoke", "dana")).status == ExitStatus::answered);
  REQUIRE(kept().size() == 1);
  CHECK(kept()[0].name == "lee");
  const Answer again = ask(words("revoke", "dana"));
  CHECK(again.status == ExitStatus::nobody);
  CHECK(again.said[0].starts_with("no token 'dana' in "));
}

TEST_CASE_FIXTURE(Tokens, "what makes no token is refused, and the file stays as it was") {
  const auto refused = [&](const Request& request) { return ask(request).said.at(0); };
  ask(words("add", "dana"));
  CHECK(refused(words("add", "dana")) == "there is a token 'dana' already; revoke it first, or use another name");
  CHECK(refused(words("add")) == "token add needs a NAME");
  CHECK(refused(words("revoke")) == "token revoke needs a NAME");
  CHECK(refused(words("ad", "lee")) == "token: must be add, list or revoke, not 'ad'");
  CHECK(refused(words("add", "a/b")).starts_with("'a/b' is not a name for a token"));
  Request request = words("add", "lee");
  request.until = "yesterday";
  CHECK(refused(request) == "--until: that time has passed");
  request = words("add", "lee");
  request.workspace = "acme";
  CHECK(refused(request) == "--workspace says where the groups are; add --group");
  request = words("list");
  request.tokens.clear();
  CHECK(refused(request) == "token needs the file of the tokens: --tokens FILE");
  CHECK(kept().size() == 1);
}

TEST_CASE_FIXTURE(Tokens, "the page is served by the program alone") {
  CHECK(ask("serve").said == Lines{"this program cannot serve the page; use presencectl"});
}

}  // namespace presenced::commands::test
