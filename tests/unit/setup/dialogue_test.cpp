#include "setup/dialogue.h"

#include <doctest/doctest.h>

#include <deque>

using namespace presenced;
using namespace presenced::setup;

namespace {

// Answers one line after the other, secrets as well; then there is nobody any more.
class Script : public Terminal {
 public:
  explicit Script(std::deque<std::string> answers) : answers_(std::move(answers)) {}

  void say(const std::string& text) override { said += text; }
  std::optional<std::string> line(const std::string& prompt) override {
    said += prompt + "\n";
    ++lines;
    if (answers_.empty()) return std::nullopt;
    std::string answer = answers_.front();
    answers_.pop_front();
    return answer;
  }
  std::optional<base::Secret> secret(const std::string& prompt) override {
    --lines;
    auto answer = line(prompt);
    if (!answer) return std::nullopt;
    return base::Secret(*std::move(answer));
  }
  bool has_said(const std::string& part) const { return said.find(part) != std::string::npos; }

  std::string said;
  int lines = 0;  // asked for in the open

 private:
  std::deque<std::string> answers_;
};

}  // namespace

TEST_CASE("a person is asked for a name, two tokens and people, and shown the steps before the tokens") {
  Script script({"acme", "n", "xoxb-1", "xapp-1", "U024BE7LH, W0123ABCD U024BE7LH"});
  const auto wanted = ask({}, script);
  REQUIRE(wanted.has_value());
  CHECK(wanted->workspace == "acme");
  CHECK(wanted->token == base::Secret("xoxb-1"));
  CHECK(wanted->app_token == base::Secret("xapp-1"));
  CHECK(wanted->people == std::vector<base::UserId>{{"U024BE7LH"}, {"W0123ABCD"}});
  CHECK(script.said.find("api.slack.com/apps?new_app=1") < script.said.find("Bot token"));
  CHECK(script.lines == 3);
}

TEST_CASE("an answer that cannot be used is told why and asked for again, and a token is not repeated") {
  Script script({"a/b", "acme", "y", "xapp-hunter2", "xoxe.xoxb-hunter2", "\"xoxb-hunter2\"", "xoxc-hunter2", "",
                 "two words", "xoxb-good", "xoxb-hunter2", "xapp-1", "dana", ""});
  const auto wanted = ask({}, script);
  REQUIRE(wanted.has_value());
  CHECK(wanted->by_name);
  CHECK(script.has_said("users:read.email"));
  CHECK(wanted->token == base::Secret("xoxb-good"));
  CHECK(wanted->people.empty());
  CHECK(script.has_said("\"a/b\" is not a valid name"));
  CHECK(script.has_said("this is an app-level token (xapp-)"));
  CHECK(script.has_said("this is a rotating token"));
  CHECK(script.has_said("this is a token in quotes"));
  CHECK(script.has_said("this is the token of a browser session (xoxc-)"));
  CHECK(script.has_said("this is a bot token (xoxb-); expected an app-level token"));
  CHECK(script.has_said("\"dana\" is not a member id"));
  CHECK_FALSE(script.has_said("hunter2"));
}

TEST_CASE("an empty answer is the default name, no app-level token, and nobody yet") {
  Script script({"", "", "xoxb-1", "", ""});
  const auto wanted = ask({}, script);
  REQUIRE(wanted.has_value());
  CHECK(wanted->workspace == "workspace");
  CHECK_FALSE(wanted->app_token.has_value());
  CHECK(wanted->people.empty());
}

TEST_CASE("what is known already is not asked") {
  Script nobody({});
  const Wanted known{"acme", base::Secret("xoxb-1"), std::nullopt, {{"U024BE7LH"}}, false};
  CHECK(ask(known, nobody).has_value());
  CHECK(nobody.lines == 0);
}

TEST_CASE("who goes away gives up, at every question") {
  const std::deque<std::string> all{"acme", "n", "xoxb-1", "xapp-1"};
  for (std::size_t answered = 0; answered <= all.size(); ++answered) {
    Script script({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(answered)});
    CHECK_FALSE(ask({}, script).has_value());
  }
}
