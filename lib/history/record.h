// What is written into the history, as plain data: the engine makes these, the store keeps them, nobody else
// interprets them. What is about a person whom the store was told to forget it drops, whatever record it comes in.
// Records of one batch are committed together, in their order, or not at all.
//
// All times are wall-clock moments as the history shows them (never decreasing for one person; see engine/recorder.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"
#include "history/end_reason.h"
#include "history/feed_name.h"

namespace presenced::history {

// Where a transition comes from (docs/HISTORY.md). The numbers are stored in the database: append only.
enum class Source : std::uint8_t { push = 0, first = 1, resync = 2, audit = 3, sample = 4, expiry = 5, late = 6 };

enum class Mode : std::uint8_t { subscribed = 0, sampled = 1 };  // of coverage; the numbers are stored in the database

// How many there are: whatever reads a number back that is not below is reading a damaged history.
inline constexpr std::size_t kSourceCount = 7;
inline constexpr std::size_t kModeCount = 2;

constexpr std::string_view name_of(Source source) {
  constexpr std::string_view kWords[kSourceCount] = {"push", "first", "resync", "audit", "sample", "expiry", "late"};
  return kWords[static_cast<std::size_t>(source)];
}
constexpr std::string_view name_of(Mode mode) { return mode == Mode::subscribed ? "subscribed" : "sampled"; }

// One change of one facet of one person. `before` is empty exactly when `source` is `first`; otherwise it is of the
// same facet as `after`. earliest <= at; equal when seen live. A `first` has nothing before it: there the two are equal
// as well.
struct Transition {
  base::UserId user;
  base::WallTime at;        // when the new state was observed
  base::WallTime earliest;  // not before this: the old state was still confirmed, or it cannot have been made yet
  std::optional<base::State> before;
  base::State after;
  Source source = Source::push;
  base::SessionNumber session{};  // whose socket reported it, or was open when it was found

  base::Facet facet() const { return base::facet_of(after); }
};

// A person's facet is covered from `at` on, confirmed through `session`. A change of mode is a CoverageClosed and then
// this one.
struct CoverageOpened {
  base::UserId user;
  base::Facet facet = base::Facet::presence;
  base::WallTime at;
  Mode mode = Mode::subscribed;
  base::SessionNumber session{};
};

// The open coverage is now kept up by another session (a rotation without a gap).
struct CoverageMoved {
  base::UserId user;
  base::Facet facet = base::Facet::presence;
  base::SessionNumber session{};
};

// The open coverage ended at `at`, the last moment it is proven for. A span of no length is not kept.
struct CoverageClosed {
  base::UserId user;
  base::Facet facet = base::Facet::presence;
  base::WallTime at;
  EndReason reason{};
};

struct SessionOpened {  // `hello` came; without a socket: the first answer
  base::SessionNumber number{};
  base::WallTime connected_at;
  FeedName feed = FeedName::rtm;
};
struct SessionReady {  // everyone in its set has been confirmed or listed as unconfirmed
  base::SessionNumber number{};
  base::WallTime ready_at;
};
struct SessionProven {  // the last moment something was heard on it; after a crash its coverage ends there
  base::SessionNumber number{};
  base::WallTime proven_at;
};
// Every open sampled coverage of this session is proven at least up to here (the start of the last whole round): after
// a crash it ends there.
struct SessionSampled {
  base::SessionNumber number{};
  base::WallTime sampled_at;
};
struct SessionEnded {
  base::SessionNumber number{};
  base::WallTime ended_at;
  EndReason reason{};
};

// What Slack says of a person besides the facets. Fields that Slack left out are empty.
struct PersonSeen {
  base::UserId user;
  std::string name;  // display name where set, else the handle
  std::string real_name;
  std::string tz;  // IANA name, as Slack has it
  bool is_bot = false;
  bool deleted = false;
  bool operator==(const PersonSeen&) const = default;
};

// The person entered or left the watchlist. `label` is the name given there; empty: none.
struct PersonWatched {
  base::UserId user;
  std::string label;
  bool watched = true;
};

// What a name on the watchlist stands for at Slack. The numbers are stored in the database: append only.
enum class NameKind : std::uint8_t { email = 0, handle = 1, usergroup = 2, channel = 3 };
inline constexpr std::size_t kNameKindCount = 4;

constexpr std::string_view name_of(NameKind kind) {
  constexpr std::string_view kWords[kNameKindCount] = {"email", "handle", "usergroup", "channel"};
  return kWords[static_cast<std::size_t>(kind)];
}

// A name was resolved; stored so that the next start can use it at once. Replaces what was stored for (kind, name).
// `users` may be empty.
struct NameResolved {
  NameKind kind{};
  std::string name;
  std::vector<base::UserId> users;
  base::WallTime at;
  bool operator==(const NameResolved&) const = default;
};

// A name is no longer on the watchlist: what is stored for it is deleted.
struct NameDropped {
  NameKind kind{};
  std::string name;
};

// The groups of the watchlist as they stand, whole: replaces all that is stored for the workspace.
struct GroupsSet {
  struct Group {
    std::string name;
    std::vector<base::UserId> users;
  };
  std::vector<Group> groups;
};

using Record =
    std::variant<Transition, CoverageOpened, CoverageMoved, CoverageClosed, SessionOpened, SessionReady, SessionProven,
                 SessionSampled, SessionEnded, PersonSeen, PersonWatched, NameResolved, NameDropped, GroupsSet>;

// The person whom a record is about, and without whom it says nothing. Null: it is about a session, or about any number
// of people (a name, the groups). Exhaustive: a new kind of record does not compile until it is answered for here.
const base::UserId* subject_of(const Record& record);

// What is committed together. An empty batch is a mark of life.
struct Batch {
  std::string workspace;
  base::BatchNumber number{};
  base::WallTime alive_at;  // the daemon was alive and well at this moment
  std::vector<Record> records;
};

// About how much memory the batch takes, in bytes.
std::size_t bytes_of(const Batch& batch);

// What the history knows of one facet of one person when the daemon starts.
struct LastKnown {
  base::State state;
  base::WallTime confirmed_until;  // the end of its last coverage: the `earliest` of a change found now
  bool operator==(const LastKnown&) const = default;
};

struct PersonResume {
  base::ByFacet<std::optional<LastKnown>> facets;
  std::optional<PersonSeen> seen;
  std::string label;
  bool watched = false;
};

// What an engine has to know of the past to go on with it. Read once, after what a crash left open was closed.
struct Resume {
  base::SessionNumber last_session{};
  base::BatchNumber last_batch{};
  base::WallTime recorded_until{};  // the latest moment of the workspace, and of all marks of life: nothing may be
                                    // recorded before it
  std::vector<std::pair<base::UserId, PersonResume>> people;
  std::vector<NameResolved> names;      // what is stored of them
  std::vector<base::UserId> forgotten;  // never recorded again, in no workspace
};

}  // namespace presenced::history
