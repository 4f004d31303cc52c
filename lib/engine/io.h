// The engine's one door to the world: what happens there, and what the engine asks for. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/secret.h"
#include "base/time.h"
#include "feeds/settings.h"
#include "history/end_reason.h"
#include "history/record.h"
#include "slack/web_api.h"
#include "watch/members.h"

namespace presenced::engine {

using feeds::Settings;
using feeds::Tuning;

// ---- what happens ----
struct Started {};  // once, first
struct ApiReplied {
  base::CallId call{};
  slack::HttpReply reply;
};
struct SocketOpened {  // the upgrade was answered with 101
  base::LinkId link{};
};
struct FrameReceived {  // one text message; the view lives for the call only
  base::LinkId link{};
  std::string_view text;
};
struct LifeSign {  // a WebSocket ping or pong, or a binary message: nothing to read, but the peer lives
  base::LinkId link{};
};
struct SocketClosed {  // exactly once for each OpenSocket, whoever caused it
  base::LinkId link{};
  history::EndReason reason{};
  std::string detail;  // for the log; no secret
};
struct Woken {};    // the moment of WakeAt has come (earlier does no harm)
struct Committed {  // this batch and all before it are durable
  base::BatchNumber batch{};
};
enum class StoreFailure : std::uint8_t {
  full,    // no room; the store keeps what it was given and tries again
  broken,  // it will not get better by itself; the daemon stops
};
struct StoreFailed {
  StoreFailure failure{};
  std::string detail;
};
struct WatchlistChanged {  // or the token: the configuration was read again
  watch::SharedWatchlist watchlist;
};
struct TuningChanged {
  Tuning tuning;
};
// The history of this person has been deleted: all that was appended before, and nothing that is appended from now on.
struct PersonPurged {
  base::UserId user;
  bool forgotten = false;  // and they are never to be recorded again, whatever the watchlist says
};
struct PersonAllowed {  // was forgotten, and may be recorded again
  base::UserId user;
};
// SetAsideMisdated has been done: what the history says now, as for a start.
struct HistoryRewound {
  history::Resume resume;
};
// A person vouches for the wall clock: records of the future are moved aside without evidence from Slack. What Slack
// says against it counts all the same.
struct RepairAsked {};
struct SetAsideFailed {  // it has not: nothing has changed
  std::string detail;
};
struct StopRequested {};

using Input = std::variant<Started, ApiReplied, SocketOpened, FrameReceived, LifeSign, SocketClosed, Woken, Committed,
                           StoreFailed, WatchlistChanged, TuningChanged, PersonPurged, PersonAllowed, RepairAsked,
                           HistoryRewound, SetAsideFailed, StopRequested>;

// ---- what the engine asks for ----
struct CallWebApi {  // answered by exactly one ApiReplied, within `limit`
  base::CallId call{};
  slack::Request request;
  base::Millis limit{};
};
struct OpenSocket {  // answered by SocketOpened and, in the end, one SocketClosed
  base::LinkId link{};
  base::Secret url;
  base::Millis limit{};  // for DNS, TCP, TLS and the upgrade together
};
struct SendFrame {
  base::LinkId link{};
  std::string text;
};
struct CloseSocket {  // the closing handshake, bounded; then SocketClosed
  base::LinkId link{};
};
// From now on nothing is read from any socket, those that are opened later included; what was being read may still
// come, one message of each. Sending and closing go on.
struct HoldSockets {};
struct ReleaseSockets {};  // reading goes on
struct Append {            // hand to the store, in this order; answered by Committed or StoreFailed
  history::Batch batch;
};
// Move everything of this workspace aside that the history has of after this moment: the wall clock was wrong when it
// was recorded. In its place among the batches; answered by HistoryRewound or SetAsideFailed. No Append comes before
// that.
struct SetAsideMisdated {
  base::WallTime after;
};
struct WakeAt {  // replaces the one before
  base::MonoTime at;
};
struct Stopped {};  // nothing is open, all is committed: the engine may be destroyed

using Output = std::variant<CallWebApi, OpenSocket, SendFrame, CloseSocket, HoldSockets, ReleaseSockets, Append,
                            SetAsideMisdated, WakeAt, Stopped>;
using Outbox = std::vector<Output>;

}  // namespace presenced::engine
