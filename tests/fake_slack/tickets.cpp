#include "fake_slack/tickets.h"

#include <fmt/format.h>

namespace presenced::fake_slack {

std::string Tickets::issue(base::MonoTime now, base::Random& random, bool batch_aware, bool already_expired) {
  forget_old(now);
  // A query string with a percent escape: clients that rebuild the url instead of using it verbatim get it wrong
  // (slack-go #239).
  std::string path = fmt::format("/websocket/{:016x}?ticket={:016x}%3D%3D&v=5", random.next(), random.next());
  tickets_.emplace(path, Ticket{now, Opens::rtm, batch_aware, already_expired, false});
  return path;
}

std::string Tickets::issue_link(base::MonoTime now, base::Random& random, bool already_expired) {
  forget_old(now);
  const std::uint64_t high = random.next();
  const std::uint64_t low = random.next();
  std::string path = fmt::format("/link/?ticket={:08x}-{:04x}-{:04x}-{:04x}-{:012x}&app_id={:016x}", high >> 32,
                                 (high >> 16) & 0xFFFF, high & 0xFFFF, low >> 48, low & 0xFFFF'FFFF'FFFF, high ^ low);
  tickets_.emplace(path, Ticket{now, Opens::link, false, already_expired, false});
  return path;
}

Tickets::Redeemed Tickets::redeem(base::MonoTime now, std::string_view path_and_query) {
  constexpr std::string_view kDebug = "&debug_reconnects=true";
  auto found = tickets_.find(path_and_query);
  const bool debug = found == tickets_.end() && path_and_query.ends_with(kDebug);
  if (debug) {
    path_and_query.remove_suffix(kDebug.size());
    found = tickets_.find(path_and_query);
  }
  if (found == tickets_.end() || (debug && found->second.opens != Opens::link)) return {};
  Ticket& ticket = found->second;
  Redeemed answer{Verdict::valid, ticket.opens, ticket.batch_aware, ticket.expired_on_purpose, debug};
  if (ticket.used) {
    answer.verdict = Verdict::reused;
  } else if (ticket.expired_on_purpose || now - ticket.issued > life_) {
    answer.verdict = Verdict::expired;
  }
  ticket.used = true;
  return answer;
}

// Kept long enough to tell a reused url from one that never was.
void Tickets::forget_old(base::MonoTime now) {
  std::erase_if(tickets_, [&](const auto& entry) { return now - entry.second.issued > base::Millis{3'600'000}; });
}

}  // namespace presenced::fake_slack
