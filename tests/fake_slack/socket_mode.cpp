// Socket Mode as a whole: what comes from clients, and when what is due is sent. What happens: socket_mode_events.cpp.
#include "fake_slack/socket_mode.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::fake_slack {

// A seed of its own, so that a workspace without a modern app varies as if this were not here.
SocketMode::SocketMode(const Options& options, Rulebook& rulebook, Wire& wire)
    : options_(options),
      rulebook_(rulebook),
      random_(options.seed ^ 0x50C4E7),
      writer_(options_, random_),
      links_(options_, wire, writer_, random_),
      deliveries_(options_, rulebook) {}

void SocketMode::tick(base::Instant now) {
  links_.tick(now);
  while (const auto event = deliveries_.next_to_send(now.mono)) deliver(now, *event);
}

std::optional<base::MonoTime> SocketMode::next_tick() const {
  const auto delivery = deliveries_.next_due();
  const auto link = links_.next_tick();
  if (delivery && link) return std::min(*delivery, *link);
  return delivery ? delivery : link;
}

// A client sends nothing but acknowledgements.
void SocketMode::frame_in(base::Instant now, SocketId id, std::string_view text) {
  const auto breach = [&](std::string_view what) {
    rulebook_.breach("frame-form", fmt::format("socket {}: {}", static_cast<std::uint64_t>(id), what));
  };
  simdjson::dom::element frame;
  if (parser_.parse(text.data(), text.size()).get(frame) != simdjson::SUCCESS) return breach("not JSON");
  std::string_view envelope_id;
  if (frame["envelope_id"].get_string().get(envelope_id) != simdjson::SUCCESS) return breach("no envelope_id");
  simdjson::dom::element payload;
  const bool responds = frame["payload"].get(payload) == simdjson::SUCCESS;
  deliveries_.acknowledge(now.mono, id, envelope_id, responds ? simdjson::minify(payload) : std::string{});
}

// Each delivery goes to one of the app's sockets, in no pattern.
void SocketMode::deliver(base::Instant now, AppDeliveries::Index event) {
  const AppSocket* socket = links_.any();
  if (socket == nullptr) return deliveries_.not_sent(now.mono, event);
  if (socket->holder == AppSocket::Holder::second_program) return deliveries_.swallowed(now.mono, event);
  if (socket->phase == AppSocket::Phase::silent) return deliveries_.sent_into_the_void(now.mono, event);
  deliveries_.sent(now.mono, event, socket->id, send(now, event, socket->id));
  if (repeats_ > 0) copy(now, event);
}

void SocketMode::copy(base::Instant now, AppDeliveries::Index event) {
  --repeats_;
  const AppSocket* socket = links_.any();
  if (socket->phase == AppSocket::Phase::silent) return;  // a ghost, or half-open
  deliveries_.copied(now.mono, event, socket->id, send(now, event, socket->id));
}

// The envelope's id.
std::string SocketMode::send(base::Instant now, AppDeliveries::Index event, SocketId socket) {
  const AppDeliveries::Pending& pending = deliveries_.pending(event);
  const bool renew = options_.modern.new_envelope_ids && random_.below(2) == 0;
  std::string envelope_id = pending.envelope_id.empty() || renew ? writer_.new_uuid() : pending.envelope_id;
  links_.say(now, socket, writer_.envelope(pending.letter, envelope_id, pending.attempt), pending.letter.facts);
  return envelope_id;
}

void SocketMode::disable(base::Instant now) {
  enabled_ = false;
  for (const SocketId id : links_.ids()) links_.misbehave(now, id, LinkFault::link_disabled);
}

void SocketMode::heal() {
  delays_.clear();
  repeats_ = 0;
  dropping_ = false;
  links_.remove_ghosts();
}

}  // namespace presenced::fake_slack
