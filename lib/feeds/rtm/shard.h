// One subscription set and the sockets that serve it. Puts the parts together (parts.h): whose turn it is, and which
// part an event is for.
//
// Nothing is due before its deadline unless it is touched: with many sets an input costs what its own set costs.
#pragma once

#include <optional>
#include <vector>

#include "feeds/rtm/lifecycle.h"
#include "feeds/rtm/sender.h"

namespace presenced::feeds::rtm {

class Shard {
 public:
  Shard(Context& context, std::size_t index) : parts_(context, index), context_(context) {}

  // The people of this set. A further set whose last person has left is retired: its sockets are closed.
  void assign(const watch::Set& set, base::Instant now);
  bool has(const base::UserId& user) const { return parts_.members.contains(user); }
  // Whom the current socket asks about in turn.
  void sample(const std::vector<base::UserId>& people) {
    touched_ = true;
    parts_.samples.assign(people);
  }
  // What the socket said of these facets is reported again once a pong has shown that it lives: of a member, or of
  // somebody whom it samples.
  void restate(const base::UserId& user, base::Facets facets);

  Connecting& connecting() { return parts_.connecting; }
  const Connecting& connecting() const { return parts_.connecting; }
  Statuses& statuses() {
    touched_ = true;
    return parts_.statuses;
  }
  void attempt(base::Instant now) {
    touched_ = true;
    life_.attempt(now);
  }
  bool calling() const;
  bool live() const { return parts_.sockets.live(); }
  bool quiet() const { return parts_.sockets.quiet(); }

  // False: the call is not one of this shard's.
  bool connect_replied(base::CallId call, const slack::Reply& reply, base::Instant now) {
    touched_ = true;
    return life_.connect_replied(call, reply, now);
  }
  Socket* find(base::LinkId link) const { return parts_.sockets.find(link); }
  void opened(Socket& socket, base::Instant now);
  void closed(Socket& socket, history::EndReason reason, const std::string& detail, base::Instant now) {
    touched_ = true;
    life_.closed(socket, reason, detail, now);
  }
  void alive(Socket& socket, base::Instant now);  // any sign of life; before the event itself
  void handle(Socket& socket, const slack::Event& event, base::Instant now);

  // Nothing is read from the sockets between these two.
  void held(base::MonoTime now) {
    touched_ = true;
    for (Socket* socket : parts_.sockets.open()) socket->connection.held(now);
  }
  void released(base::MonoTime now) {
    touched_ = true;
    for (Socket* socket : parts_.sockets.open()) {
      socket->connection.released(now);
      parts_.publisher.hold_on(*socket);
    }
  }
  void settings_changed();
  void claims_begin();
  void claims_end(history::EndReason reason);
  void rewound(base::WallTime until);
  void stop(history::EndReason reason, base::Instant now) {
    touched_ = true;
    life_.stop(reason, now);
  }
  // After a stop.
  void resume(base::MonoTime now) {
    if (!parts_.retired()) parts_.connecting.want(now);
  }

  void tend(base::Instant now);
  base::MonoTime deadline() const { return touched_ ? next_deadline() : due_; }
  StreamSnapshot snapshot(base::MonoTime now) const;

 private:
  void members_changed(bool same_subscribers);
  void joined(Socket& socket, const base::UserId& user, base::MonoTime now);
  void pong(Socket& socket, std::int64_t reply_to, base::Instant now);
  void socket_error(Socket& socket, const slack::ConnectionError& error, base::Instant now);
  void frame_refused(Socket& socket, const slack::ReplyError& error, base::Instant now);
  void prove(Socket& socket, base::WallTime wall);
  void await_answers(Socket& socket, base::MonoTime now);
  void settle(Socket& socket, base::Instant now);
  void note_standing(base::MonoTime now);
  base::MonoTime next_deadline() const;

  Parts parts_;
  Context& context_;
  Lifecycle life_{parts_};
  Sender sender_{parts_};
  std::optional<base::MonoTime> standing_since_;  // live or not, as `was_live_` says; empty: nobody was in the set
  bool was_live_ = false;
  bool touched_ = true;   // since it was last tended
  base::MonoTime due_{};  // meaningful while it is not touched
};

}  // namespace presenced::feeds::rtm
