#include "sim/app_mail.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "sim/world.h"

namespace presenced::sim {

using base::MonoTime;
using base::UserId;

namespace {

// Slack may count a connection that ended without a handshake for about a minute.
constexpr base::Millis kGhost{70'000};

std::string text_at(const simdjson::dom::element& frame, std::string_view pointer) {
  std::string_view text;
  return frame.at_pointer(pointer).get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::string envelope_in(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::element frame;
  if (parser.parse(simdjson::padded_string(text)).get(frame) != simdjson::SUCCESS) return {};
  return text_at(frame, "/envelope_id");
}

}  // namespace

const fake_slack::AppEvent* AppMail::find(const std::string& event) {
  const auto& events = model_.socket_mode().events();
  for (; indexed_ < events.size(); ++indexed_) index_.emplace(events[indexed_].event_id, indexed_);
  const auto found = index_.find(event);
  return event.empty() || found == index_.end() ? nullptr : &events[found->second];
}

void AppMail::arrived(base::LinkId link, std::string_view text, std::size_t ours, MonoTime ended, MonoTime came,
                      MonoTime now) {
  simdjson::dom::parser parser;
  simdjson::dom::element frame;
  if (parser.parse(simdjson::padded_string(text)).get(frame) != simdjson::SUCCESS) return;
  std::int64_t connections = 0;
  if (frame["num_connections"].get(connections) == simdjson::SUCCESS) {
    const bool more = connections > static_cast<std::int64_t>(ours);
    if (!more) foreign_ = false;
    if (more && now - kGhost > ended) foreign_ = true;
  }
  const std::string envelope = text_at(frame, "/envelope_id");
  if (envelope.empty()) return;
  event_ = text_at(frame, "/payload/event_id");
  letters_[{link, envelope}] = {event_, came};
  const fake_slack::AppEvent* event = find(event_);
  about_ = event != nullptr ? event->user : UserId{};
  if (event == nullptr || !event->genuine) return;
  const bool record = event->type.starts_with("user_");
  if (!record && !event->type.starts_with("dnd_")) return;
  for (const base::FacetRow& row : base::kFacets)
    if (row.facet != base::Facet::presence && row.in_member_record == record)
      told_[row.facet][event->user].push_back({mono_of(event->at), now});
}

void AppMail::abandon() {
  letters_.clear();
  recorded_in_.clear();
  foreign_ = false;
  stepped();
}

void AppMail::forget(const base::UserId& user) {
  std::erase_if(recorded_in_, [&](const auto& one) {
    const fake_slack::AppEvent* event = find(one.first);
    return event != nullptr && event->user == user;
  });
}

void AppMail::recorded(const history::Batch& batch) {
  // Nothing is claimed of who is no longer watched, so what was told of them need not be durable (seed 220506).
  for (const history::Record& record : batch.records) {
    const auto* watched = std::get_if<history::PersonWatched>(&record);
    if (watched != nullptr && !watched->watched) forget(watched->user);
  }
  if (event_.empty() || about_.text.empty()) return;
  const bool of_it = std::any_of(batch.records.begin(), batch.records.end(), [&](const history::Record& record) {
    const auto* change = std::get_if<history::Transition>(&record);
    // What runs out by our clock in the same step is not what it tells (seed 234822).
    return change != nullptr && change->user == about_ && change->source != history::Source::expiry;
  });
  if (of_it) recorded_in_[event_] = batch.number;
}

std::string AppMail::acknowledged(base::LinkId link, std::string_view frame, base::BatchNumber committed,
                                  MonoTime now) {
  const std::string envelope = envelope_in(frame);
  const auto letter = letters_.extract({link, envelope});
  if (letter.empty()) return {};  // again; the fake Slack judges it
  const auto late = now - letter.mapped().arrived;
  if (late > kAcknowledgedWithin) return fmt::format("{} is acknowledged after {} ms", envelope, late.count());
  const auto batch = recorded_in_.find(letter.mapped().event);
  if (batch != recorded_in_.end() && batch->second > committed)
    return fmt::format("{} is acknowledged, and what it tells is not durable", envelope);
  return {};
}

std::optional<MonoTime> AppMail::just_told(const UserId& user, base::Facet facet, MonoTime now) const {
  const auto told = told_[facet].find(user);
  if (told == told_[facet].end() || told->second.back().arrived != now) return std::nullopt;
  return told->second.back().made;
}

}  // namespace presenced::sim
