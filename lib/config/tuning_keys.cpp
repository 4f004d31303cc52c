#include "config/tuning_keys.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "config/cursor.h"

namespace presenced::config {
namespace {

using base::Millis;
using feeds::Tuning;

std::optional<feeds::RtmUse> rtm_use(const Value& value) {
  using feeds::RtmUse;
  return choice<RtmUse>(value, {{"auto", RtmUse::automatic}, {"always", RtmUse::always}, {"never", RtmUse::never}});
}

// Slack allows 50 calls of users.getPresence a minute.
std::optional<int> polls(const Value& value) {
  constexpr std::string_view kExpectedPolls = "a number from 1 to 50, or 0 for no polling";
  const auto number = value.whole_number(kExpectedPolls);
  if (number && *number >= 0 && *number <= 50) return static_cast<int>(*number);
  if (number) value.report("is out of range", kExpectedPolls);
  return std::nullopt;
}

std::optional<bool> truth(const Value& value) { return value.truth(); }

// Slack takes at most one frame a second.
std::optional<Millis> audits(const Value& value) {
  const auto interval = value.duration(std::string(kExpectedDuration) + ", or 0 for off");
  if (!interval || *interval == Millis{0} || *interval >= std::chrono::seconds{1}) return interval;
  value.report("is shorter than a frame takes", "at least 1s, or 0 for off");
  return std::nullopt;
}

// Each socket costs Slack a session; 7,500 people are more than anybody has watched.
std::optional<std::size_t> sockets(const Value& value) {
  constexpr std::string_view kExpectedSockets = "a number from 1 to 15";
  const auto number = value.whole_number(kExpectedSockets);
  if (number && *number >= 1 && *number <= 15) return static_cast<std::size_t>(*number);
  if (number) value.report("is out of range", kExpectedSockets);
  return std::nullopt;
}

std::optional<Millis> at_least(Millis least, std::string_view expected, const Value& value) {
  const auto interval = value.duration(kExpectedDuration);
  if (!interval || *interval >= least) return interval;
  value.report("is too short", expected);
  return std::nullopt;
}

std::optional<Millis> samples(const Value& value) { return at_least(std::chrono::seconds{10}, "at least 10s", value); }

// A list takes several calls.
std::optional<Millis> look_ups(const Value& value) { return at_least(std::chrono::minutes{1}, "at least 1m", value); }

std::optional<unsigned> shard_number(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<watch::Shard> shards(const Value& value) {
  constexpr std::string_view kExpectedShard = "a shard such as 2/4, the second of four";
  const auto text = value.text(kExpectedShard);
  if (!text) return std::nullopt;
  const std::size_t slash = std::min(text->find('/'), text->size() - 1);
  const auto number = shard_number(std::string_view(*text).substr(0, slash));
  const auto of = shard_number(std::string_view(*text).substr(slash + 1));
  if (number && of && *number >= 1 && *number <= *of && *of <= watch::Shard::kMost) return watch::Shard{*number, *of};
  value.report(in_quotes(*text) + " is not a shard", kExpectedShard);
  return std::nullopt;
}

template <auto Field, auto Read>
constexpr TuningKey key(std::string_view word) {
  return {word,
          [](const Value& value, Tuning& tuning) {
            if (const auto read = Read(value)) tuning.*Field = *read;
          },
          [](const Tuning& a, const Tuning& b) { return a.*Field != b.*Field; }};
}

constexpr std::array kTuningKeys{
    key<&Tuning::rtm, rtm_use>("rtm"),
    key<&Tuning::polls_per_minute, polls>("polls_per_minute"),
    key<&Tuning::appear_away, truth>("appear_away"),
    key<&Tuning::audit_interval, audits>("audit_interval"),
    key<&Tuning::max_sockets, sockets>("max_sockets"),
    key<&Tuning::sample_interval, samples>("sample_interval"),
    key<&Tuning::resolve_interval, look_ups>("resolve_interval"),
    key<&Tuning::shard, shards>("shard"),
};

}  // namespace

std::span<const TuningKey> tuning_keys() { return kTuningKeys; }

}  // namespace presenced::config
