#include "sim/made_up_line.h"

#include <cstdlib>
#include <utility>

#include "sim/made_up_feed.h"
#include "support/rtm_frames.h"

namespace presenced::sim {

using base::Millis;
using base::UserId;
using history::EndReason;
using namespace std::chrono_literals;

// What takes longer the feed passes over.
constexpr Millis kOfUse{5'000};

MadeUpLine::MadeUpLine(World& world, const fake_slack::Model& model, Network& network, const Draws& draws,
                       Journal& journal, Network::Deliver deliver)
    : world_(world), model_(model), network_(network), draws_(draws), journal_(journal), deliver_(std::move(deliver)) {}

void MadeUpLine::deliver(Millis after, engine::Input input) {
  world_.after(after, [this, input = std::move(input), run = run_, link = *link_] {
    if (gone(run, link)) return;
    if (!world_.reads()) return deliver(world_.reads_from() - world_.mono(), input);
    deliver_(input);
  });
}

bool MadeUpLine::open(const engine::OpenSocket& open) {
  if (!open.url.reveal().starts_with(kMadeUpUrl)) return false;
  base::Random random = draws_.of(Concern::made_up, ++deeds_);
  link_ = open.link;
  silent_ = false;
  if (one_in(random, 5))
    finish(1s, EndReason::network_error);
  else
    deliver(50ms, engine::SocketOpened{open.link});
  return true;
}

bool MadeUpLine::close(const engine::CloseSocket& close) {
  if (link_ != close.link) return false;
  finish(20ms, EndReason::peer_closed);
  return true;
}

void MadeUpLine::finish(Millis after, EndReason reason) {
  silent_ = true;
  world_.after(after, [this, reason, run = run_, link = *link_] {
    if (gone(run, link)) return;
    if (!world_.reads()) return finish(world_.reads_from() - world_.mono(), reason);
    journal_.say("the made-up line is closed: {}", history::name_of(reason));
    link_.reset();
    deliver_(engine::SocketClosed{link, reason, "made up"});
  });
}

bool MadeUpLine::send(const engine::SendFrame& frame) {
  if (link_ != frame.link) return false;
  if (frame.text.starts_with("session ")) {
    sessions_.insert(base::SessionNumber{std::atol(frame.text.c_str() + 8)});
    return true;
  }
  if (silent_) return true;
  base::Random random = draws_.of(Concern::made_up, ++deeds_);
  if (one_in(random, 80)) {
    finish(300ms, EndReason::network_error);
  } else if (one_in(random, 80)) {
    journal_.say("the made-up line falls silent");
    silent_ = true;
  } else {
    const std::string number = frame.text.substr(0, frame.text.find(' '));
    for (const std::string& id : support::ids_in(frame.text)) answer(random, number, UserId{id});
  }
  return true;
}

void MadeUpLine::answer(base::Random& random, const std::string& number, const UserId& user) {
  if (one_in(random, 12)) return;  // lost
  const Millis there = between(random, 5ms, 200ms);
  const Millis back = one_in(random, 3) ? between(random, 500ms, 7s) : between(random, 5ms, 300ms);
  const bool refused = one_in(random, 15);
  world_.after(there, [this, number, user, back, refused, run = run_, link = *link_] {
    if (gone(run, link)) return;
    const fake_slack::Person* person = model_.directory().find(user);
    if (person == nullptr) return;
    const std::string says = refused ? "refused" : user.text + " " + std::string(base::name_of(person->presence));
    tell(number + " " + says, refused ? UserId{} : user, world_.mono(), back);
  });
}

void MadeUpLine::tell(std::string text, const UserId& user, base::MonoTime made, Millis after) {
  world_.after(after, [this, text = std::move(text), user, made, run = run_, link = *link_] {
    if (gone(run, link)) return;
    if (!world_.reads()) return tell(text, user, made, world_.reads_from() - world_.mono());
    if (silent_) return;
    journal_.say("the made-up line says: {}", text);
    told_ = user;
    told_at_ = world_.mono();
    if (!user.text.empty() && world_.mono() - made <= kOfUse)
      network_.polls().told(user, base::Facet::presence, made, world_.mono());
    deliver_(engine::FrameReceived{link, text});
  });
}

void MadeUpLine::abandon() {
  ++run_;
  link_.reset();
  sessions_.clear();  // their numbers may be given again, if they were not committed
}

}  // namespace presenced::sim
