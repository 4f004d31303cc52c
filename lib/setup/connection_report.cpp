#include "setup/connection_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/wording.h"
#include "setup/scopes.h"
#include "slack/api_errors.h"
#include "slack/methods.h"
#include "time/durations.h"

namespace presenced::setup {
namespace {

using config::printable;
using history::FeedName;
using slack::ApiError;
using slack::AuthTested;
using slack::Method;

constexpr base::Millis kLongRound = std::chrono::minutes{10};  // as long as Slack shows an idle member as active
constexpr std::size_t kMostNamed = 5;                          // of those who are not visible

std::string refusal(Method method, const ApiError& error) {
  const std::string advice = slack::advice(method, error);
  return fmt::format("{} ({}){}{}", slack::is_refusal(error.kind) ? "refused" : "no answer", error.error,
                     advice.empty() ? "" : "; ", advice);
}

// How RTM refuses the token of a modern app (docs/PROTOCOL.md).
bool of_modern_app(const ApiError& error) {
  return error.error == "not_allowed_token_type" || error.error == "missing_scope";
}

std::string whose(const AuthTested& tested) {
  if (!tested.app_id.empty() && tested.user_id.empty()) return "of the app " + printable(tested.app_id);
  return fmt::format("of {} \"{}\" ({}), as {} ({})", tested.whole_organisation ? "the organisation" : "the workspace",
                     printable(tested.team), printable(tested.team_id), printable(tested.user),
                     printable(tested.user_id));
}

class Composer {
 public:
  Composer(const Findings& findings, std::span<const feeds::FeedRow> feeds) : findings_(findings), feeds_(feeds) {}

  ConnectionReport compose() {
    if (token()) {
      app_token();
      scopes();
      openings();
      people();
      facets();
    }
    if (!findings_.ended_early.empty()) bad(findings_.ended_early);
    return std::move(report_);
  }

 private:
  void say(std::string line) { report_.lines.push_back(std::move(line)); }
  void bad(std::string line) {
    report_.good = false;
    say(std::move(line));
  }

  bool token() {
    report_.good = true;
    const std::string kind(config::describe(findings_.token_kind));
    if (const auto* error = std::get_if<ApiError>(&findings_.token)) {
      bad(fmt::format("token: {}: {}", kind, refusal(Method::auth_test, *error)));
      return false;
    }
    const auto* tested = std::get_if<AuthTested>(&findings_.token);
    if (!tested) return false;
    say(fmt::format("token: {} {}", kind, whose(*tested)));
    if (tested->whole_organisation && !findings_.team_named)
      bad("team: the app is installed for a whole organisation; set `team:` to the id of the team to record");
    return true;
  }

  void app_token() {
    if (const auto* error = std::get_if<ApiError>(&findings_.app_token))
      bad("app-level token: " + refusal(Method::auth_test, *error));
    else if (const auto* tested = std::get_if<AuthTested>(&findings_.app_token))
      say("app-level token: " + whose(*tested));
    else if (!findings_.tuning.socket_mode)
      say("app-level token: none; Socket Mode stays closed");
  }

  void scopes() {
    const auto& granted = std::get<AuthTested>(findings_.token).scopes;
    if (granted.empty()) return;
    say(fmt::format("scopes: {}", fmt::join(granted, ", ")));
    if (stands_for_many(granted)) return;
    for (const ScopeUse& use : scope_uses(*findings_.watchlist)) {
      if (std::find(granted.begin(), granted.end(), use.scope) != granted.end()) continue;
      const std::string what = fmt::format("{} ({})", use.scope, use.purpose);
      if (!use.needed())
        say(fmt::format("  not granted, and not needed: {}", what));
      else if (use.always)
        bad(fmt::format("  missing: {}; nothing can be recorded without it; {}", what, kHowToAdd));
      else if (use.tracked)
        bad(fmt::format("  missing: {}; the watchlist tracks it; {}", what, kHowToAdd));
      else
        bad(fmt::format("  missing: {}; the watchlist names {} so; {}", what, use.members, kHowToAdd));
    }
  }

  void openings() {
    using feeds::RtmUse;
    if (const Tried& rtm = findings_.rtm; rtm.opening == Opening::opens)
      say("RTM: opens");
    else if (rtm.opening == Opening::refused && findings_.tuning.rtm == RtmUse::always)
      bad("RTM: " + refusal(Method::rtm_connect, rtm.error));
    else if (rtm.opening == Opening::refused && of_modern_app(rtm.error))
      say("RTM: not open to this token; Slack opens it to no modern app");
    else if (rtm.opening == Opening::refused)
      say("RTM: " + refusal(Method::rtm_connect, rtm.error));
    else if (findings_.tuning.rtm == RtmUse::never)
      say("RTM: not tried (rtm: never)");
    if (const Tried& tried = findings_.socket_mode; tried.opening == Opening::opens)
      say("Socket Mode: opens");
    else if (tried.opening == Opening::refused)
      bad("Socket Mode: " + refusal(Method::apps_connections_open, tried.error));
  }

  void people() {
    for (const std::string& warning : findings_.name_warnings) say("people: " + printable(warning));
    if (findings_.no_list) {
      if (findings_.people > 0) bad("people: " + refusal(Method::users_list, *findings_.no_list));
      return;
    }
    const std::size_t hidden = findings_.not_visible.size();
    if (findings_.people == 0 && findings_.name_warnings.empty()) return say("people: the watchlist is empty");
    say(fmt::format("people: {} of the {} on the watchlist are visible to the token", findings_.people - hidden,
                    findings_.people));
    if (hidden == findings_.people) report_.good = false;
    if (hidden == 0) return;
    std::string names;
    for (std::size_t i = 0; i < std::min(hidden, kMostNamed); ++i)
      names += (i > 0 ? ", " : "") + printable(findings_.not_visible[i].text);
    if (hidden > kMostNamed) names += fmt::format(" and {} more", hidden - kMostNamed);
    say(fmt::format("  not visible: {}; check the ids: they are of another workspace, or wrong", names));
  }

  void facets() {
    for (const base::FacetRow& facet : base::kFacets) {
      if (!tracked(facet.facet)) continue;
      const auto* feed = best_feed(facet.facet);
      if (feed)
        say(fmt::format("{}: {}", facet.word, how(feed->name, facet.facet)));
      else
        bad(fmt::format("{}: cannot be recorded: no feed that the configuration allows is open to these tokens",
                        facet.word));
    }
  }

  bool tracked(base::Facet facet) const {
    const auto& groups = findings_.watchlist->groups;
    return std::any_of(groups.begin(), groups.end(),
                       [&](const watch::Group& group) { return group.track.contains(facet); });
  }
  const feeds::FeedRow* best_feed(base::Facet facet) const {
    const auto found = std::find_if(feeds_.begin(), feeds_.end(), [&](const feeds::FeedRow& row) {
      return row.facets.contains(facet) && available(row.name);
    });
    return found == feeds_.end() ? nullptr : &*found;
  }
  // A feed that needs nothing of Slack's is always available.
  bool available(FeedName feed) const {
    if (feed == FeedName::rtm) return findings_.rtm.opening == Opening::opens;
    if (feed == FeedName::socket_mode) return findings_.socket_mode.opening == Opening::opens;
    if (feed == FeedName::poll)
      return findings_.tuning.polls_per_minute > 0 && findings_.tuning.rtm != feeds::RtmUse::always;
    return true;
  }
  std::string how(FeedName feed, base::Facet facet) const {
    if (feed == FeedName::rtm) return "over RTM, at each change";
    if (feed == FeedName::socket_mode) return "over Socket Mode, at each change";
    if (feed != FeedName::poll) return fmt::format("over the feed {}", name_of(feed));
    if (base::row_of(facet).in_member_record) return "polled, by pages of users.list";
    if (facet != base::Facet::presence) return "polled, by dnd.teamInfo";
    const base::Millis round{60'000 * static_cast<std::int64_t>(findings_.people) / findings_.tuning.polls_per_minute};
    return fmt::format("polled, {} people a minute; a round over {} takes {}{}", findings_.tuning.polls_per_minute,
                       findings_.people, time::readable(round),
                       round <= kLongRound ? ""
                                           : ": changes between rounds are missed; watch fewer people, or give "
                                             "the most important ones a group with priority: high");
  }

  static constexpr std::string_view kHowToAdd =
      "on the app's page: OAuth & Permissions, Scopes; then install the app again";

  const Findings& findings_;
  std::span<const feeds::FeedRow> feeds_;
  ConnectionReport report_;
};

}  // namespace

ConnectionReport report_on(const Findings& findings, std::span<const feeds::FeedRow> feeds) {
  return Composer(findings, feeds).compose();
}

}  // namespace presenced::setup
