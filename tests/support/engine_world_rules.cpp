// What an EngineWorld demands of its engine.
#include <algorithm>
#include <array>

#include "slack/encode.h"
#include "support/engine_world.h"
#include "support/rtm_frames.h"

namespace presenced::support {

using base::Facet;
using base::Millis;
using base::UserId;
using base::WallTime;

// ---- the rules ----

void EngineWorld::demand(bool holds, const std::string& rule) {
  if (!holds) violations_.push_back(rule);
}

void EngineWorld::check_frame(const PeerSocket& socket, const std::string& frame) {
  if (socket.envelopes) return demand(frame.starts_with(R"({"envelope_id":")"), "nothing but acknowledgements is sent");
  if (!socket.frames.empty())
    demand(mono_ - socket.frames.back().first >= Millis{1'000}, "at most one frame a second goes out on a socket");
  demand(frame.size() <= slack::kMaxFrameBytes, "no frame exceeds 16 KiB");
  if (is_type(frame, "ping")) return;
  const auto ids = ids_in(frame);
  demand(ids.size() <= slack::kMaxIdsPerFrame, "no frame names more than 500 ids");
  demand(!is_type(frame, "presence_query") || !ids.empty(), "a question names somebody");
}

// Five at once, then one a minute.
void EngineWorld::check_pace() {
  const auto count = static_cast<Millis::rep>(connect_calls_.size());
  for (Millis::rep i = std::max<Millis::rep>(0, count - 50); i < count; ++i) {
    const auto span = mono_ - connect_calls_[static_cast<std::size_t>(i)];
    demand(count - i <= 5 + span / Millis{60'000}, "rtm.connect is called within its pace");
  }
}

std::size_t EngineWorld::calls(slack::Method method) const {
  const auto found = calls_.find(method);
  return found == calls_.end() ? 0 : found->second;
}

bool EngineWorld::everyone_covered() const {
  return std::all_of(watchlist_.begin(), watchlist_.end(), [&](const watch::Person& person) {
    return std::all_of(base::kFacets.begin(), base::kFacets.end(), [&](const base::FacetRow& row) {
      return !person.track.contains(row.facet) || history_.covered(person.id, row.facet);
    });
  });
}

// It is so when it was found, and the old state was so at `earliest`; what is said takes its time, 5 s at the most.
std::string EngineWorld::sample_lie(const Change& change, const std::vector<Truth>& truth) const {
  if (change.source != history::Source::sample) return "";
  const auto was = [&](const std::string& state, WallTime at) {
    for (std::size_t i = 0; i < truth.size(); ++i)
      if (truth[i].state == state && truth[i].at <= at &&
          (i + 1 == truth.size() || truth[i + 1].at >= at - Millis{5'000}))
        return true;
    return false;
  };
  if (!was(change.after, change.at)) return "a sample found `" + change.after + "`, which was not so";
  if (!was(*change.before, change.earliest)) return "the bounds of a sample do not enclose the change";
  return "";
}

// Of everybody, in the order of the facets.
const std::array<base::State, base::kFacetCount> kAtFirst{base::Presence::away, base::Status{}, base::Dnd{},
                                                          base::Huddle::out};

// The history of each facet, walked along what really happened.
std::vector<std::string> EngineWorld::lies() const {
  std::vector<std::string> wrong;
  for (const watch::Person& person : watchlist_)
    for (const base::FacetRow& row : base::kFacets) {
      const Facet facet = row.facet;
      const std::string whom = person.id.text + " " + std::string(name_of(facet));
      std::vector<Truth> truth{{WallTime{}, text_of(kAtFirst[static_cast<std::size_t>(facet)]), false}};
      if (const auto found = truth_.find({person.id, facet}); found != truth_.end())
        truth.insert(truth.end(), found->second.begin(), found->second.end());
      std::size_t here = 0;
      for (const Change& change : history_.changes_of(person.id, facet)) {
        while (here < truth.size() && truth[here].state != change.after) ++here;
        if (here == truth.size() || truth[here].at > change.at) {
          wrong.push_back(whom + ": `" + change.after + "` is in the history but did not happen");
          break;
        }
        if (const std::string lie = sample_lie(change, truth); !lie.empty()) wrong.push_back(whom + ": " + lie);
      }
      for (std::size_t i = 1; i < truth.size(); ++i) {
        if (!truth[i].told || truth[i].state == truth[i - 1].state) continue;
        for (const Span& span : history_.spans_of(person.id, facet)) {
          const WallTime end = span.ended_at.value_or(now().wall);
          if (span.mode == history::Mode::sampled) continue;  // nobody looks between two samples
          if (truth[i].at < span.started_at || truth[i].at + Millis{5'000} > end) continue;
          const auto changes = history_.changes_of(person.id, facet);
          if (std::none_of(changes.begin(), changes.end(), [&](const Change& change) {
                return change.after == truth[i].state && change.at >= truth[i].at &&
                       change.at <= truth[i].at + Millis{5'000};
              }))
            wrong.push_back(whom + ": `" + truth[i].state + "` happened while covered and is not in the history");
        }
      }
    }
  return wrong;
}

}  // namespace presenced::support
