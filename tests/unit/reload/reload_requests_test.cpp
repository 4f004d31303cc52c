#include "reload/reload_requests.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace presenced;
using reload::ReloadRequests;

namespace {

struct Asking {
  ReloadRequests requests;
  std::vector<std::string> answers;

  bool ask(const std::string& who) {
    return requests.ask([this, who](const control::Reloaded& result) {
      answers.push_back(who + ": " + (result.changed.empty() ? "" : result.changed.front()));
    });
  }
  std::vector<std::string> taken() { return std::exchange(answers, {}); }
};

control::Reloaded saying(const std::string& word) { return {{word}, {}}; }

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Asking, "whoever asks while nothing is read begins a reading and gets its result") {
  CHECK(ask("a"));
  CHECK(taken().empty());
  CHECK_FALSE(requests.over(saying("1")));
  CHECK(taken() == Words{"a: 1"});
  CHECK(ask("b"));
}

TEST_CASE_FIXTURE(Asking, "whoever asks during a reading gets the result of the next one, which serves all of them") {
  CHECK(ask("a"));
  CHECK_FALSE(ask("b"));
  CHECK_FALSE(ask("c"));
  CHECK(requests.over(saying("1")));
  CHECK(taken() == Words{"a: 1"});
  CHECK_FALSE(requests.over(saying("2")));
  CHECK(taken() == Words{"b: 2", "c: 2"});
}

TEST_CASE_FIXTURE(Asking, "an answer before the end of the reading leaves the next reading due") {
  CHECK(ask("a"));
  CHECK_FALSE(ask("b"));
  requests.answer_now(saying("hangs"));
  CHECK(taken() == Words{"a: hangs", "b: hangs"});
  CHECK(requests.over(saying("1")));
  CHECK_FALSE(requests.over(saying("2")));
  CHECK(taken().empty());
}
