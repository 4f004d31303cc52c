// Conditions that last: by a few people in words, and by brute force over every history of a few moments.
#include "answers/lasting.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "answers/group_times.h"

using namespace presenced;
using namespace presenced::answers;
using base::Presence;

namespace {

constexpr Condition kAnyActive{Presence::active, false};
constexpr Condition kAllActive{Presence::active, true};

base::WallTime tick(std::size_t at) { return base::wall_from_unix_ms(1'000 + static_cast<std::int64_t>(at)); }

// A person at each tick: 'a' active, 'w' away, '?' unknown; in capitals, and '!' for unknown: not a member then.
struct Drawn {
  Timeline timeline;
  SpanSet counted;
};

Drawn drawn(const std::string& signs) {
  Timeline timeline;
  std::vector<history::Span> counted;
  for (std::size_t at = 0; at < signs.size(); ++at) {
    const history::Span span{tick(at), tick(at + 1)};
    const char sign = signs[at];
    std::optional<base::State> state;
    if (sign == 'a' || sign == 'A') state = Presence::active;
    if (sign == 'w' || sign == 'W') state = Presence::away;
    if (!timeline.empty() && timeline.back().state == state)
      timeline.back().span.to = span.to;
    else
      timeline.push_back({span, state});
    if (sign == 'a' || sign == 'w' || sign == '?') counted.push_back(span);
  }
  const SpanSet all(counted);
  return {clipped(timeline, all), all};
}

Standing standing(Condition condition, const std::vector<std::string>& people) {
  LastingCondition lasting(condition, {tick(0), tick(people.front().size())});
  for (const std::string& signs : people) {
    const Drawn one = drawn(signs);
    lasting.add(one.timeline, one.counted);
  }
  return lasting.standing();
}

bool is(const Standing& one, Truth truth, std::size_t since) { return one.truth == truth && one.since == tick(since); }

// The same, step by step.
Truth truth_at(Condition condition, const std::vector<std::string>& people, std::size_t at) {
  std::size_t in = 0, out = 0, open = 0;
  for (const std::string& signs : people) {
    const char sign = signs[at];
    if (sign != 'a' && sign != 'w' && sign != '?') continue;
    if (!condition.state)
      ++(sign == '?' ? in : out);
    else if (sign == '?')
      ++open;
    else
      ++((sign == 'a') == (condition.state == Presence::active) ? in : out);
  }
  if (in + out + open == 0) return Truth::fails;
  if (condition.all) return out > 0 ? Truth::fails : open > 0 ? Truth::unknown : Truth::holds;
  return in > 0 ? Truth::holds : open > 0 ? Truth::unknown : Truth::fails;
}

}  // namespace

TEST_CASE("a condition about one person stands since their state began") {
  CHECK(is(standing(kAnyActive, {"wwaaa"}), Truth::holds, 2));
  CHECK(is(standing(kAllActive, {"wwaaa"}), Truth::holds, 2));
  CHECK(is(standing(kAnyActive, {"aaaww"}), Truth::fails, 3));
  CHECK(is(standing({Presence::away, false}, {"aaaww"}), Truth::holds, 3));
  CHECK(is(standing(kAnyActive, {"aaaa?"}), Truth::unknown, 4));
  CHECK(is(standing({std::nullopt, false}, {"aa???"}), Truth::holds, 2));
  CHECK(is(standing({std::nullopt, false}, {"?a?wa"}), Truth::fails, 3));
}

TEST_CASE("unknown time between two equal states ends what has lasted") {
  CHECK(is(standing(kAnyActive, {"aa?aa"}), Truth::holds, 3));
}

TEST_CASE("any: one may take over from another, without a moment between them") {
  CHECK(is(standing(kAnyActive, {"waaww", "wwwaa"}), Truth::holds, 1));
  CHECK(is(standing(kAnyActive, {"waaww", "wwwwa"}), Truth::holds, 4));
  CHECK(is(standing(kAnyActive, {"waa?w", "wwwwa"}), Truth::holds, 4));
}

TEST_CASE("all: it holds since the last of them came, and fails as long as one is known to be elsewhere") {
  CHECK(is(standing(kAllActive, {"aaaaa", "wwaaa"}), Truth::holds, 2));
  CHECK(is(standing(kAllActive, {"?????", "aaaww"}), Truth::fails, 3));
  CHECK(is(standing(kAllActive, {"????a", "aaaaa"}), Truth::holds, 4));
  CHECK(is(standing(kAllActive, {"aaa??", "aaaaa"}), Truth::unknown, 3));
}

TEST_CASE("a member counts from joining to leaving, and a group of nobody is in no state") {
  CHECK(is(standing(kAllActive, {"WWWaa", "aaaaa"}), Truth::holds, 0));
  CHECK(is(standing(kAnyActive, {"AAAaa", "wwwww"}), Truth::holds, 3));
  CHECK(is(standing(kAllActive, {"AAAAA", "aa!!!"}), Truth::fails, 2));
  CHECK(is(standing({std::nullopt, true}, {"!!!!!"}), Truth::fails, 0));
}

TEST_CASE("of every history of three people over three moments, the standing is that of each moment by itself") {
  const std::string signs = "aw?A";
  std::vector<std::string> histories;
  for (const char one : signs)
    for (const char two : signs)
      for (const char three : signs) histories.push_back({one, two, three});
  const std::vector<Condition> conditions{
      kAnyActive,          kAllActive, {Presence::away, false}, {Presence::away, true}, {std::nullopt, false},
      {std::nullopt, true}};
  for (const std::string& ann : histories)
    for (const std::string& bob : histories)
      for (const std::string cyd : {"aaa", "w?a", "AAA", "?aw"})
        for (const Condition& condition : conditions) {
          const std::vector<std::string> people{ann, bob, cyd};
          const Truth last = truth_at(condition, people, 2);
          std::size_t since = 2;
          while (since > 0 && truth_at(condition, people, since - 1) == last) --since;
          if (is(standing(condition, people), last, since)) continue;
          CAPTURE(ann);
          CAPTURE(bob);
          CAPTURE(cyd);
          FAIL("another standing than that of each moment by itself");
        }
}
