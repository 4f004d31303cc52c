// The doors of the model: construction, the Web API, time. People: model_people.cpp; sockets: model_sockets.cpp.
#include "fake_slack/model.h"

#include <algorithm>
#include <utility>

namespace presenced::fake_slack {

Model::Model(Options options, base::Instant now)
    : options_(std::move(options)),
      random_(options_.seed),
      tickets_(options_.url_life),
      api_(options_, directory_, groups_, tickets_, rulebook_, random_),
      writer_(options_, random_),
      wire_(options_.keep_frames),
      socket_mode_(options_, rulebook_, wire_) {
  Person self;
  self.id = self_id();
  self.name = "presenced";
  self.real_name = "presenced";
  self.is_bot = true;
  directory_.add(std::move(self), now.wall);
  api_.set_self(self_id());
}

HttpAnswer Model::http(base::Instant now, const HttpCall& call) {
  tick(now);
  HttpAnswer answer = api_.answer(now, call);
  if (call.method == "users.setPresence" && answer.ok) {
    self_appears_away_ = call.parameters.at("presence") == "away";
    refresh_self(now);
    const base::Presence presence = directory_.find(self_id())->presence;
    for (const auto& [id, socket] : sockets_)
      if (socket.listening()) say(now, id, writer_.manual_presence(presence));
  }
  return answer;
}

void Model::tick(base::Instant now) {
  wire_.release(now);
  expire_statuses(now);
  directory_.run_on(now.wall, options_.dnd_period);
  std::vector<SocketId> due;
  for (const auto& [id, socket] : sockets_)
    if (socket.next_step && *socket.next_step <= now.mono) due.push_back(id);
  for (const SocketId id : due)
    if (Socket* socket = find(id)) step(now, *socket);
  socket_mode_.tick(now);
}

std::optional<base::MonoTime> Model::next_tick(base::Instant now) const {
  std::optional<base::MonoTime> next = wire_.next_due();
  const auto sooner = [&](base::MonoTime at) { next = next ? std::min(*next, at) : at; };
  for (const auto& [id, socket] : sockets_)
    if (socket.next_step) sooner(*socket.next_step);
  if (const auto app = socket_mode_.next_tick()) sooner(*app);
  if (const auto expiry = directory_.next_expiry()) sooner(now.mono + std::max(base::Millis{0}, *expiry - now.wall));
  return next;
}

std::vector<SocketId> Model::sockets() const {
  std::vector<SocketId> ids;
  for (const auto& [id, socket] : sockets_) ids.push_back(id);
  return ids;
}

const Socket* Model::socket(SocketId id) const {
  const auto found = sockets_.find(id);
  return found == sockets_.end() ? nullptr : &found->second;
}

}  // namespace presenced::fake_slack
