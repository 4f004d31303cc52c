// Carries Web API calls, upgrades and frames between an engine and the fake Slack, on virtual time. Frames of one
// socket keep their order; nothing else does. Breaks on command.
//
// The engine's side behaves as lib/net does: one SocketClosed for each OpenSocket, the reasons of net/web_socket.h, and
// the limits it gives are kept.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/io.h"
#include "fake_slack/model.h"
#include "sim/app_mail.h"
#include "sim/draws.h"
#include "sim/journal.h"
#include "sim/lateness.h"
#include "sim/polls.h"
#include "sim/reach.h"
#include "sim/world.h"

namespace presenced::sim {

class Network {
 public:
  using Deliver = std::function<void(const engine::Input&)>;

  // All must outlive it. `deliver` is called with what arrives for the engine of now.
  Network(World& world, fake_slack::Model& model, const Draws& draws, Journal& journal, Deliver deliver);

  // ---- the engine's side ----
  void call(const engine::CallWebApi& call);
  void open(const engine::OpenSocket& open);
  void send(const engine::SendFrame& frame);
  void close(const engine::CloseSocket& close);
  // Nothing is read until release(): of each socket one more frame is, which was being read. Then comes what has
  // waited.
  void hold();
  void release();
  void abandon();  // the daemon is gone: nothing reaches it any more, its sockets end

  // ---- Slack's side ----
  void pump();  // carries what the model has to say; after every call of a member of it
  base::MonoTime next() const { return model_due_; }
  void tick();  // at next()

  // ---- faults ----
  void reset_all();
  void truncate_all();
  void deafen_all();
  void mute_all();
  void slow(base::MonoTime until, base::Millis most);
  void black_hole(base::MonoTime until) { hole_until_ = until; }
  void unreachable(base::MonoTime until) { unreachable_until_ = until; }
  void twice(base::MonoTime until) { twice_until_ = until; }
  void undated(base::MonoTime until) { undated_until_ = until; }  // replies without a Date
  // users.getPresence answers that there is no such person.
  void hide(const base::UserId& user, base::MonoTime until) { hidden_until_[user.text] = until; }
  void heal();

  // The token that calls are made with from now on, as the configuration has it: of the classic app or of the modern
  // one.
  void use_token(fake_slack::TokenKind kind) { token_ = kind; }
  fake_slack::TokenKind token() const { return token_; }

  std::size_t open_links() const { return by_link_.size(); }
  const Lateness& lateness() const { return lateness_; }
  const Lateness& network_lateness() const { return network_lateness_; }  // without what waited to be read
  const Lateness& answers() const { return answers_; }
  void told(const base::UserId& user, base::MonoTime made) { reach_.told[user].push_back({made, world_.mono()}); }
  // Somebody's presence has been told on a socket at this very moment, for a sample of it to be taken.
  bool just_told(const base::UserId& user) const {
    const auto told = reach_.told.find(user);
    return told != reach_.told.end() && told->second.back().arrived == world_.mono();
  }
  Polls& polls() { return polls_; }
  const Polls& polls() const { return polls_; }
  Reach reach() const;  // the sockets that are still open included
  // Somebody's facet can be told on a link of the engine of now, and it can know that. `app`: on one of Socket Mode.
  bool confirmed(const base::UserId& user, base::Facet facet, bool app = false) const;
  AppMail& mail() { return mail_; }
  const AppMail& mail() const { return mail_; }
  // When the engine of now was last given a reply with a Date that it can trust: quick, and no step of its clock since
  // the call.
  base::MonoTime dated_at() const { return dated_at_; }
  // The list of members has been refused at least once, or not answered so often that nobody waits for it: from then on
  // bots and people may not have been told apart.
  bool list_refused() const { return list_refused_; }
  // The engine cannot be expected to know yet what happened at this moment.
  bool may_be_under_way(base::MonoTime happened) const;

 private:
  struct Inbound {  // on its way to the engine
    enum class What : std::uint8_t { opened, text, life, closed };
    What what;
    base::MonoTime sent;
    base::MonoTime due;
    std::string text;  // the frame, or the detail of the end
    history::EndReason reason{};
    std::optional<base::MonoTime> waits_since{};  // it was there, and not read, because the sockets were held
  };
  struct Connection {
    std::uint64_t number = 0;
    base::LinkId link{};
    fake_slack::SocketId socket{};
    bool there = false;    // Slack has the socket
    bool attached = true;  // the engine has not been told of its end, and lives
    bool closing = false;  // the engine has closed it
    bool over = false;     // its end is on the way to the engine
    bool deaf = false;
    bool mute = false;
    bool stalled = false;                               // Slack answers no pings any more
    bool app = false;                                   // of Socket Mode
    base::MonoTime read_until = base::MonoTime::min();  // when what was read last was sent
    bool reading = true;                                // a read is under way: while the sockets are held, the last one
    base::MonoTime last_in = base::MonoTime::min();
    base::MonoTime last_out = base::MonoTime::min();
    std::deque<Inbound> inbound;
    SocketReach reach;
  };
  using Ptr = std::shared_ptr<Connection>;

  bool comes_twice() const;
  base::MonoTime arrival(Concern way, base::MonoTime not_before);
  void deliver_later(const Ptr& connection, Inbound::What what, std::string text, history::EndReason reason = {});
  void arrive(const Ptr& connection);
  bool waits(Connection& connection);
  void give_up_reading(std::uint64_t hold);
  void finish(const Ptr& connection, history::EndReason reason, const std::string& detail);
  void upgrade(const Ptr& connection, const std::string& path);
  void note_facts();
  void carry(const fake_slack::Output& output);
  void keep_alive(const Ptr& connection);
  static void arrived_whole(Connection& connection, base::MonoTime shut);
  void shake_hands(const Ptr& connection);
  void tell_slack_closed(const Ptr& connection);
  // `made`: when Slack made this answer; empty: it made none.
  void answer(base::CallId id, std::uint64_t run, const std::string& method, slack::HttpReply reply,
              std::optional<base::MonoTime> made = {});
  fake_slack::HttpAnswer ask_slack(const fake_slack::HttpCall& call);
  const std::string& token_text(slack::Method method) const;
  std::size_t app_links() const;

  World& world_;
  fake_slack::Model& model_;
  const Draws& draws_;
  Journal& journal_;
  Deliver deliver_;
  std::map<base::LinkId, Ptr> by_link_;            // of the engine of now
  std::map<fake_slack::SocketId, Ptr> by_socket_;  // that Slack has open
  std::map<base::CallId, Polls::Question> calls_;  // not yet answered, of the engine of now
  std::uint64_t run_ = 0;
  std::uint64_t next_number_ = 1;
  base::MonoTime model_due_ = base::MonoTime::max();
  std::size_t facts_ = 0;  // of model_.told(), that the sockets' reach knows of
  base::MonoTime slow_until_ = base::MonoTime::min();
  base::Millis slow_most_{};
  base::MonoTime hole_until_ = base::MonoTime::min();
  base::MonoTime unreachable_until_ = base::MonoTime::min();
  base::MonoTime twice_until_ = base::MonoTime::min();
  base::MonoTime undated_until_ = base::MonoTime::min();
  std::map<std::string, base::MonoTime> hidden_until_;
  fake_slack::TokenKind token_ = fake_slack::TokenKind::classic;
  base::MonoTime dated_at_ = base::MonoTime::min();
  Polls polls_;
  AppMail mail_{model_};
  base::MonoTime app_link_ended_ = base::MonoTime::min();
  bool held_ = false;
  base::MonoTime held_at_{};
  std::uint64_t holds_ = 0;
  Lateness lateness_;
  Lateness network_lateness_;
  Lateness answers_;  // of the Web API's
  bool list_refused_ = false;
  int list_unanswered_ = 0;
  std::optional<base::MonoTime> answer_made_;  // of the one that is being delivered
  Reach reach_;
};

}  // namespace presenced::sim
