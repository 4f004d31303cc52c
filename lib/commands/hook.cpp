#include "commands/hook.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "commands/hook_receiver.h"
#include "commands/recorder_watch.h"
#include "hooks/courier.h"
#include "hooks/cursor_file.h"
#include "hooks/ending.h"
#include "text/text.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

// Some hundred kilobytes of JSON: read in one short moment, delivered after it.
constexpr std::size_t kMostAtATime = 500;
// What was read is delivered for this long, then it is read again: who is purged or forgotten meanwhile is not told of.
constexpr std::chrono::seconds kFresh{1};

// Calls `each` for what is in the history after `seq`, whoever and whatever it is about.
void each_after(History& history, std::int64_t seq, const std::function<bool(const history::LogEntry&)>& each) {
  store::TransitionFilter all;
  all.after = seq;
  throw_if_failed(store::each_transition(history.reader(), all, store::Order::oldest_first, each));
}

hooks::HistoryAtCursor history_at(History& history, std::int64_t seq) {
  hooks::HistoryAtCursor found{answered(history.questions().last_seq()), std::nullopt};
  if (seq > 0 && seq <= found.last_seq)
    each_after(history, seq - 1, [&](const history::LogEntry& entry) {
      if (entry.seq == seq) found.at = entry.transition.at;
      return false;
    });
  return found;
}

void refuse_misfit(hooks::Fit fit, const hooks::Cursor& cursor, std::int64_t last_seq, const Request& request) {
  if (fit == hooks::Fit::fits) return;
  const std::string file = text::printable(*request.cursor_file);
  const std::string db = text::printable(request.db);
  const std::string what =
      fit == hooks::Fit::ahead
          ? fmt::format("{}: has got to change {}, but the newest one in {} is {}", file, cursor.seq, db, last_seq)
          : fmt::format("{}: change {}, to which it has got, is another one in {}", file, cursor.seq, db);
  throw Refused(
      ExitStatus::failed,
      {what + "; this is another history, or an older copy of it",
       fmt::format("to go on, remove {}; then the changes from now on are delivered, or with --after SEQ those "
                   "after change SEQ",
                   file)});
}

// Where to begin without a cursor.
std::int64_t first_position(History& history, const LogQuestion& ask, const Request& request) {
  if (request.after) return *request.after;
  if (!request.since) return ask.last_seq;
  std::int64_t position = ask.last_seq;
  store::TransitionFilter since;
  since.window.from = ask.filter.window.from;
  throw_if_failed(
      store::each_transition(history.reader(), since, store::Order::oldest_first, [&](const history::LogEntry& entry) {
        position = entry.seq - 1;
        return false;
      }));
  return position;
}

class Delivery {
 public:
  Delivery(History& history, const LogQuestion& ask, const Request& request, const CommandContext& context)
      : history_(history), ask_(ask), request_(request), context_(context), rows_(history) {
    if (ask.filter.who) who_ = as_set(*ask.filter.who);
    refuse_unless_opened();
    receiver_ = hook_receiver(request, context);
    const hooks::Cursor start = where_to_begin();
    save(start);  // before anything is delivered: a cursor that cannot be kept would make it all come again
    courier_.emplace(
        start,
        hooks::Courier::World{*receiver_, [this](const hooks::Cursor& to) { save(to); },
                              [this](base::Millis span) { return hooks::Ending(context_.ending).sleep(span); },
                              [this](const std::string& line) { context_.output.say(line); }},
        base::Random(std::random_device{}()));
  }

  ExitStatus run() {
    writer_ = rendering::sheet_writer(rendering::Format::jsonl, ask_.head, rows_.columns(), {}, text_);
    for (bool whole = false;;) {
      if (const auto news = recorder_.look(history_.recorder(), context_.clock(), *history_.zone()))
        context_.output.say(*news);
      const Batch batch = read();
      history_.rest();
      const auto then = give(batch);
      if (then == hooks::Courier::Then::end) break;
      whole = then == hooks::Courier::Then::next && batch.whole;
      if (whole && !context_.wait_for_change()) break;
      history_.renew();
      refuse_other_history();
    }
    return ExitStatus::answered;
  }

 private:
  using People = std::set<history::Person::Key>;
  static People as_set(const std::vector<history::Person::Key>& keys) { return {keys.begin(), keys.end()}; }

  struct Batch {
    std::vector<hooks::Change> changes;
    std::int64_t last_seq = 0;  // of the history
    bool whole = true;          // there is nothing after the changes
  };

  void refuse_unless_opened() {
    auto opened = hooks::CursorFile::open(*request_.cursor_file);
    if (!opened) throw Refused(ExitStatus::failed, opened.error());
    file_ = std::move(opened.value());
  }

  hooks::Cursor where_to_begin() {
    if (const auto& kept = file_->cursor()) {
      const auto here = history_at(history_, kept->seq);
      refuse_misfit(hooks::fit(*kept, here), *kept, here.last_seq, request_);
      return *kept;
    }
    const std::int64_t position = first_position(history_, ask_, request_);
    context_.output.say(fmt::format("{}: no cursor there yet; beginning after change {}{}",
                                    text::printable(*request_.cursor_file), position,
                                    position == ask_.last_seq ? ", the newest one" : ""));
    return {position, history_at(history_, position).at};
  }

  void save(const hooks::Cursor& to) {
    if (auto why = file_->move(to)) throw Refused(ExitStatus::failed, std::move(*why));
  }

  bool wanted(const history::LogEntry& entry) const {
    const store::TransitionFilter& filter = ask_.filter;
    if (!filter.facets.contains(entry.transition.facet()) || !filter.window.contains(entry.transition.at)) return false;
    if (who_ && !who_->contains(entry.who)) return false;
    return (!ask_.wanted || ask_.wanted(entry.transition)) && history_.counts(entry.who, entry.transition.at);
  }

  std::string object(const history::LogEntry& entry) {
    writer_->row(rows_.row(entry));
    return std::exchange(text_, {});
  }

  Batch read() {
    Batch batch;
    batch.last_seq = answered(history_.questions().last_seq());
    if (batch.last_seq == courier_->position()) return batch;
    if (who_ && std::exchange(people_mark_, history_.people_mark()) != history_.people_mark())
      who_ = as_set(people_of_log(history_, ask_));
    each_after(history_, courier_->position(), [&](const history::LogEntry& entry) {
      batch.whole = batch.changes.size() < kMostAtATime;
      if (!batch.whole) return false;
      batch.changes.push_back({entry.seq, entry.transition.at, wanted(entry) ? object(entry) : ""});
      return true;
    });
    return batch;
  }

  hooks::Courier::Then give(const Batch& batch) {
    using Then = hooks::Courier::Then;
    const auto until = std::chrono::steady_clock::now() + kFresh;
    for (const hooks::Change& change : batch.changes) {
      if (const auto then = courier_->give(change); then != Then::next) return then;
      if (std::chrono::steady_clock::now() > until && &change != &batch.changes.back()) return Then::again;
    }
    courier_->read_up_to(batch.whole ? batch.last_seq : batch.changes.back().seq);
    return Then::next;
  }

  void refuse_other_history() {
    const std::int64_t last_seq = answered(history_.questions().last_seq());
    const hooks::Cursor here{courier_->position(), std::nullopt};
    refuse_misfit(hooks::fit(here, {last_seq, std::nullopt}), here, last_seq, request_);
  }

  History& history_;
  const LogQuestion ask_;
  const Request& request_;
  const CommandContext& context_;
  LogRows rows_;
  std::int64_t people_mark_ = history_.people_mark();
  std::optional<People> who_;  // empty: everybody
  RecorderWatch recorder_;
  std::unique_ptr<hooks::CursorFile> file_;
  std::unique_ptr<hooks::Receiver> receiver_;
  std::optional<hooks::Courier> courier_;
  std::string text_;  // of one row, on its way from the writer
  std::unique_ptr<rendering::SheetWriter> writer_;
};

}  // namespace

ExitStatus deliver(History& history, const LogQuestion& ask, const Request& request, const CommandContext& context) {
  return Delivery(history, ask, request, context).run();
}

}  // namespace presenced::commands
