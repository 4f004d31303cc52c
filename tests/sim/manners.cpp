#include "sim/manners.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::sim {

// After a 429 of users.getPresence without a Retry-After (docs/PROTOCOL.md: 30 to 60 s).
constexpr base::Millis kPollPause{30'000};

void Manners::sent(const engine::SendFrame& frame, base::MonoTime now) {
  constexpr std::size_t kMostBytes = 16'384;
  constexpr std::ptrdiff_t kMostIds = 500;
  const auto link = static_cast<std::uint64_t>(frame.link);
  if (frame.text.find("\"envelope_id\"") != std::string::npos) return;  // acknowledgements have a limit of their own
  if (frame.text.size() > kMostBytes)
    findings_.add("frame", fmt::format("link {}: a frame of {} bytes", link, frame.text.size()));
  if (const auto ids = frame.text.find("\"ids\":["); ids != std::string::npos) {
    const auto from = frame.text.begin() + static_cast<std::ptrdiff_t>(ids);
    const auto quotes = std::count(from + 6, frame.text.end(), '"');
    if (quotes / 2 > kMostIds) findings_.add("frame", fmt::format("link {}: {} ids in a frame", link, quotes / 2));
  }
  const auto last = last_sent_.find(frame.link);
  if (last != last_sent_.end() && now - last->second < base::Millis{1'000})
    findings_.add("frame", fmt::format("link {}: {} ms after the one before", link, (now - last->second).count()));
  last_sent_[frame.link] = now;
}

void Manners::called(const engine::CallWebApi& call, base::MonoTime now) {
  const slack::Method method = call.request.method;
  calls_[call.call] = method;
  const bool opens = method == slack::Method::rtm_connect || method == slack::Method::apps_connections_open;
  fake_slack::Pace& connects = method == slack::Method::rtm_connect ? connects_ : app_connects_;
  if (opens && !connects.take(now))
    findings_.add("pace",
                  fmt::format("{} is called {} ms too early", slack::row_of(method).name, connects.wait(now).count()));
  const int calls = slack::row_of(method).calls_a_minute;
  auto& tier = tiers_.try_emplace(method, calls, base::Millis{60'000 / calls}).first->second;
  if (!opens && !tier.take(now))
    findings_.add("pace", fmt::format("{} is called {} ms too early for its tier", slack::row_of(method).name,
                                      tier.wait(now).count()));
  if (const auto closed = closed_until_.find(method); closed != closed_until_.end() && now < closed->second)
    findings_.add("pace", fmt::format("{} is called {} ms before its Retry-After is over", slack::row_of(method).name,
                                      (closed->second - now).count()));
  if (method == slack::Method::users_get_presence && now < polls_closed_until_)
    findings_.add("pace", fmt::format("users.getPresence is called {} ms too early after a 429",
                                      (polls_closed_until_ - now).count()));
}

void Manners::answered(const engine::ApiReplied& answer, base::MonoTime now) {
  const auto call = calls_.extract(answer.call);
  if (call.empty()) return;
  const auto& pause = answer.reply.retry_after;
  if (pause) closed_until_[call.mapped()] = now + base::Millis{*pause};
  if (!pause && answer.reply.status == 429 && call.mapped() == slack::Method::users_get_presence)
    polls_closed_until_ = now + kPollPause;
}

}  // namespace presenced::sim
