#include <fmt/format.h>
#include <sys/stat.h>

#include <random>
#include <utility>

#include "central/migration.h"
#include "commands/history.h"
#include "commands/replicate.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

// A centre that is away is asked again within a minute at the latest: nothing is lost meanwhile, only late.
constexpr session::BackoffPolicy kPatience{base::Millis{1'000}, base::Millis{60'000}};

// Of the time, a pass takes a fifth at most: a history of very many people takes a while to look through.
constexpr int kRestPerPass = 4;

// From so many transitions on, how fast they came is worth a sentence.
constexpr std::int64_t kManyTransitions = 10'000;

}  // namespace

Replication::Replication(ReplicatedHistory history, const central::Address& address, const CommandContext& context,
                         bool replace)
    : history_(std::move(history)),
      address_(address),
      context_(context),
      replace_(replace),
      backoff_(kPatience),
      random_(std::random_device{}()) {}

std::optional<Replication::File> Replication::file_now() const {
  struct stat info {};
  if (stat(history_.file.c_str(), &info) != 0) return std::nullopt;
  return File{info.st_dev, info.st_ino};
}

void Replication::close() {
  replicator_.reset();
  connection_.reset();
  reader_.reset();
  opened_.reset();
}

void Replication::open() {
  const auto file = file_now();
  if (replicator_ && file == opened_) return;
  close();
  reader_ = answered(store::Reader::open(history_.file));
  opened_ = file;
  connection_ = std::make_unique<central::Connection>(address_, context_.stopping);
  central::migrate(*connection_, [&](std::string_view doing) { context_.output.say(std::string(doing)); });
  if (std::exchange(replace_, false)) central::erase_origin(*connection_, history_.origin);
  replicator_ = std::make_unique<central::Replicator>(*connection_, *reader_, history_.origin);
  told_ = false;
}

bool Replication::pass() {
  if (Clock::now() < not_before_) return false;
  const auto begun = Clock::now();
  try {
    open();
    if (!trouble_.empty()) context_.output.say(fmt::format("{}: the centre is there again", history_.origin));
    trouble_.clear();
    backoff_.reset();
    const bool complete = bring();
    not_before_ = Clock::now() + kRestPerPass * (Clock::now() - begun);
    return complete;
  } catch (const central::CentreError& error) {
    close();
    if (error.trouble == central::Trouble::refused)
      throw Refused(ExitStatus::failed, text::printable(history_.origin + ": " + error.message));
    wait_out(error.message);
  } catch (const central::Parted& parted) {
    close();
    refuse(parted);
  } catch (const store::StoreError& error) {
    close();
    if (error.failure().failure_class == store::FailureClass::broken) throw Refused(ExitStatus::failed, error.what());
    wait_out(error.what());
  }
  return false;
}

bool Replication::bring() {
  if (!replicator_->behind()) return true;
  const auto begun = Clock::now();
  std::int64_t transitions = 0;
  for (;;) {
    const central::Round round = replicator_->round();
    transitions += round.transitions;
    if (round.complete) break;
    if (context_.stopping && context_.stopping()) throw central::Stopped{};
  }
  report(transitions, Clock::now() - begun);
  return true;
}

void Replication::report(std::int64_t transitions, Clock::duration took) {
  const double seconds = std::chrono::duration<double>(took).count();
  if (transitions >= kManyTransitions)
    context_.output.say(fmt::format("{}: brought {} changes in {:.1f} s, {:.0f} a second", history_.origin, transitions,
                                    seconds, static_cast<double>(transitions) / seconds));
  if (!std::exchange(told_, true))
    context_.output.say(fmt::format("{}: {} has everything, up to change {}", history_.origin, address_.shown,
                                    replicator_->position()));
}

void Replication::wait_out(const std::string& why) {
  const base::Millis wait = backoff_.next(random_);
  not_before_ = Clock::now() + wait;
  const std::string message = text::printable(why);
  if (message != trouble_)
    context_.output.say(fmt::format("{}: {}; trying again, at least once a minute", history_.origin, message));
  trouble_ = message;
}

void Replication::refuse(const central::Parted& parted) const {
  const std::string file = text::printable(history_.file.string());
  throw Refused(
      ExitStatus::failed,
      std::vector<std::string>{
          fmt::format("{}: {} {}; was a backup restored, or is it another history?", history_.origin, file, parted.why),
          fmt::format("nothing was changed at the centre. To keep what it has, replicate under another name: --origin "
                      "{}-2. To have this history in its place, add --replace once",
                      history_.origin)});
}

}  // namespace presenced::commands
