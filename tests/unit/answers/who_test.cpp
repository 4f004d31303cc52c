#include "answers/who.h"

#include <doctest/doctest.h>

#include "history/span.h"
#include "text/text.h"
#include "time/zone.h"

namespace presenced::answers {
namespace {

using namespace time;
using history::Span;
using history::Window;

history::Person person(const std::string& workspace, const std::string& id, const std::string& name,
                       const std::string& real_name = "", const std::string& label = "",
                       const std::string& email = "") {
  history::Person result;
  result.workspace = workspace;
  result.id = {id};
  result.name = name;
  result.real_name = real_name;
  result.label = label;
  result.email = email;
  return result;
}

const std::vector<history::Person> kPeople{
    person("acme", "U024BE7LH", "dana", "Dana Smith", "", "dana@example.com"),
    person("acme", "W0123ABCD", "lee", "Lee", "Dana"),
    person("acme", "U0G9QF9C6", "kim", "Kim Émile"),
    person("beta", "U0G9QF9C6", "kim"),
    person("beta", "U0BADB0T1", "kimberly", "Lee"),
};
const std::vector<history::Group> kGroups{{"acme", "on-call", {{"U024BE7LH"}, {"U0G9QF9C6"}, {"U0NOBODY1"}}},
                                          {"beta", "on-call", {{"U0BADB0T1"}}},
                                          {"acme", "leads", {{"W0123ABCD"}}}};

std::vector<std::size_t> found(const std::vector<std::string>& whos) {
  const auto result = resolve(whos, kPeople, kGroups);
  if (!result) FAIL_CHECK(result.error().problems.front());
  return result ? result.value() : std::vector<std::size_t>{};
}

std::string problem(const std::string& who) {
  const auto result = resolve({who}, kPeople, kGroups);
  REQUIRE_FALSE(result.ok());
  REQUIRE(result.error().problems.size() == 1);
  return result.error().problems.front();
}

using Found = std::vector<std::size_t>;

TEST_CASE("people are found by id, names and e-mail, without regard to case") {
  CHECK(found({"W0123ABCD"}) == Found{1});
  CHECK(found({"w0123abcd"}) == Found{1});
  CHECK(found({"DANA SMITH"}) == Found{0});
  CHECK(found({"Dana@Example.com"}) == Found{0});
  CHECK(found({"KIM ÉMILE"}) == Found{2});
  CHECK(found({"kim e\u0301mile"}) == Found{2});  // the accent as a character of its own
}

TEST_CASE("a label of the watchlist wins over the names at Slack") { CHECK(found({"dana"}) == Found{1}); }

TEST_CASE("one id in two workspaces is one person") {
  CHECK(found({"U0G9QF9C6"}) == Found{2, 3});
  CHECK(found({"kim"}) == Found{2, 3});
}

TEST_CASE("a group stands for its people, in every workspace that has one") {
  CHECK(found({"@on-call"}) == Found{0, 2, 4});
  CHECK(found({"@Leads"}) == Found{1});
}

TEST_CASE("several are found in their order, each once") {
  CHECK(found({"@leads", "dana smith", "@on-call", "dana"}) == Found{1, 0, 2, 4});
  CHECK(found({}) == Found{});
}

TEST_CASE("an ambiguous name lists whom it may mean") {
  CHECK(problem("lee") == "'lee' matches several people: W0123ABCD (Lee, acme), U0BADB0T1 (Lee, beta); use the id");
}

TEST_CASE("a part of a name is enough where it is one person's, unless the name must be whole") {
  CHECK(found({"smith"}) == Found{0});
  CHECK(found({"BERLY"}) == Found{4});
  CHECK(found({"m é"}) == Found{2});
  CHECK(problem("ki") ==
        "'ki' matches several people: U0G9QF9C6 (Kim Émile, acme), U0G9QF9C6 (kim, beta), U0BADB0T1 (Lee, beta); "
        "use the id");
  CHECK(problem("@on") == "no group '@on'; did you mean @on-call?");
  const auto whole = resolve({"smith"}, kPeople, kGroups, NameMatch::whole);
  REQUIRE_FALSE(whole.ok());
  CHECK(whole.error().problems.front() == "nobody is called 'smith'; did you mean Dana Smith?");
  CHECK(resolve({"dana smith"}, kPeople, kGroups, NameMatch::whole).value() == Found{0});
}

TEST_CASE("a part of very many names lists the first ten") {
  std::vector<history::Person> many;
  for (int i = 10; i < 40; ++i) many.push_back(person("acme", "U" + std::to_string(i), "anna" + std::to_string(i)));
  const auto refused = resolve({"nna"}, many, {});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().problems.front().ends_with("U19 (anna19, acme) and 20 more; use the id"));
}

TEST_CASE("defect: a name of three letters does not suggest one that two letters make another") {
  CHECK(problem("day") == "nobody is called 'day'");
}

TEST_CASE("an unknown name suggests the nearest") {
  CHECK(problem("dna") == "nobody is called 'dna'; did you mean Dana?");
  CHECK(problem("kimberley") == "nobody is called 'kimberley'; did you mean kimberly?");
  CHECK(problem("U024BE7LX") == "nobody is called 'U024BE7LX'; did you mean U024BE7LH?");
  CHECK(problem("@oncall") == "no group '@oncall'; did you mean @on-call?");
  CHECK(problem("zzzzzz") == "nobody is called 'zzzzzz'");
  CHECK(problem("") == "nobody is called ''");
}

TEST_CASE("every problem is told, not only the first") {
  const auto result = resolve({"zzzz", "dana", "@yyyy"}, kPeople, kGroups);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().problems.size() == 2);
}

}  // namespace
}  // namespace presenced::answers
