// The history as a command needs it: opened, at one moment, with its people; and the times and people of the request,
// looked up in it. Every member throws Refused when it cannot answer. Used by one thread; reads and never writes.
//
// With a limit in the context (access/limit.h) it is a smaller history, so that no command has to know of limits: there
// are only the people and the groups of the limit, and a person counts only while they were a member of one of them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answers/facet_history.h"
#include "answers/group_times.h"
#include "answers/smoothing.h"
#include "answers/timeline.h"
#include "answers/who.h"
#include "commands/command_context.h"
#include "commands/request.h"
#include "commands/within_limit.h"
#include "history/recorded.h"
#include "history/span.h"
#include "store/questions.h"
#include "store/reader.h"
#include "time/zone_database.h"

namespace presenced::commands {

// The zone of --tz, else the local one. Throws Refused when there is no such zone.
std::shared_ptr<const time::Zone> zone_for(const Request& request, const CommandContext& context,
                                           const time::ZoneDatabase& zones);

// The span of an option as it was written; 0 where it was not. Throws Refused.
base::Millis span_of(std::string_view option, const std::optional<std::string>& written);

class History {
 public:
  // Opens the file of the request, read-only. Both references must outlive it.
  History(const Request& request, const CommandContext& context);

  const std::shared_ptr<const time::Zone>& zone() const { return zone_; }  // of the answer; never null
  base::WallTime now() const { return now_; }  // the last moment the recorder saw while it is alive, else the clock's
  base::WallTime alive_at() const { return recorder_.alive_at; }
  // Where open coverage ends: of a window, alive_at; of a moment, with that mark of life while it is now.
  base::WallTime known_until() const { return answers::known_until(recorder_, now_); }
  const history::Recorder& recorder() const { return recorder_; }  // all zero: no daemon ever ran on this history

  base::WallTime moment(const std::string& written) const;
  history::Window window() const;                         // --since, --until; today without them
  answers::Smoothing smoothing() const;                   // --merge-flaps, --idle-grace
  std::vector<history::Group> groups();                   // of the watchlist; with --workspace of that one
  const std::vector<history::Membership>& memberships();  // of all times; with --workspace of that one
  const std::vector<history::Person>& people();  // all who are known, by workspace and id; with --workspace of that one
  // WHO in the order typed; without WHO everybody, by name. A group stands for its members of today.
  std::vector<history::Person> chosen(answers::NameMatch match = answers::NameMatch::part);
  // The same for an answer about records of a window: a group stands for everybody who was in it for any part of the
  // window, each while they were (counted()); with --members now for its members of today.
  std::vector<history::Person> chosen_over(history::Window window);
  // The same, and without WHO those who are watched, or were for any part of the window.
  std::vector<history::Person> chosen(history::Window window);

  // Whether there may be people in the file who are not meant: the request or the limit says whom an answer is about.
  bool of_some() const { return !request_.who.empty() || request_.workspace || limit_.limited(); }

  // When this person counts for an answer about the window: in all of it, or, as a member of a group, while they were
  // one. As the last chosen_over() or chosen(window) found it.
  answers::SpanSet counted(const history::Person& person, history::Window window) const;
  bool counts(history::Person::Key person, base::WallTime at) const;
  // Those of them who are meant only as members of groups.
  struct MemberOf {
    history::Person person;
    std::vector<std::string> groups;
  };
  std::vector<MemberOf> as_members(const std::vector<history::Person>& people) const;

  // The newest change that is in this history, of those after `after`; `after` itself when there is none.
  std::int64_t last_seq(std::int64_t after = 0);

  // When the first session of the workspaces of these people began; empty: there has been none.
  std::optional<base::WallTime> recording_began(const std::vector<history::Person>& people);

  // One facet of one person, with all that an answer about the window needs: the newest change and coverage before it,
  // too.
  answers::FacetHistory facet_within(const history::Person& person, base::Facet facet, history::Window window);
  // The same for an answer about one moment (answers::at_moment).
  answers::FacetHistory facet_at(const history::Person& person, base::Facet facet, base::WallTime at);
  // The states over the time of the window that is counted(), with the corrections of the request, which are for the
  // presence alone.
  answers::Timeline timeline(const history::Person& person, base::Facet facet, history::Window window);
  // Of which only the two sides count (answers::two_sided).
  answers::Timeline sides(const history::Person& person, base::Facet facet, history::Window window) {
    return answers::two_sided(timeline(person, facet, window));
  }

  // Another one of the same request and moment, for a second thread: it answers what this one answers, as long as no
  // WHO is a group. Null where there is no second core, or where the daemon commits faster than the two can begin. This
  // one begins its moment again, so nothing that it has answered counts any more.
  std::unique_ptr<History> twin();

  // For a follower: rest() ends the moment, so that SQLite can reuse the write-ahead log; renew() begins a new one and
  // reads recorder and now again, and people and groups if there has been any change in them. Between the two nothing
  // may be asked.
  void rest();
  void renew();
  std::int64_t people_mark() const { return people_mark_; }  // another one than before: whom WHO means may differ

  store::Reader& reader() { return *reader_; }
  store::Questions& questions() { return questions_; }
  // Refuses when whoever asks has given up; asked before each person is read.
  void throw_if_too_slow() const;

 private:
  void begin();
  // Those of WHO, with the time in which each is meant as a member of a group.
  std::vector<history::Person> meant(history::Window window);

  struct File {  // which one of the disk's it is
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    bool operator==(const File&) const = default;
  };
  static File file_at(const std::string& path);

  const Request& request_;
  const CommandContext& context_;
  time::ZoneDatabase zones_;
  std::shared_ptr<const time::Zone> zone_;
  std::unique_ptr<store::Reader> reader_;
  File file_;
  store::Questions questions_;
  history::Recorder recorder_;
  base::WallTime now_;
  std::vector<history::Person> people_;
  bool people_read_ = false;
  std::int64_t people_mark_ = 0;
  std::optional<std::vector<history::Membership>> memberships_;
  struct Member {  // of groups that the request names, and not named otherwise
    std::vector<std::string> groups;
    answers::SpanSet during;
  };
  std::map<history::Person::Key, Member> members_;
  WithinLimit limit_;
};

// The value, or the failure as the refusal to answer that it is.
template <class T>
T answered(base::Result<T, store::Failure> result) {
  if (!result) throw Refused(ExitStatus::failed, result.error().message);
  return std::move(result.value());
}

inline void throw_if_failed(const std::optional<store::Failure>& failure) {
  if (failure) throw Refused(ExitStatus::failed, failure->message);
}

}  // namespace presenced::commands
