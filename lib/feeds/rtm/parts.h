// The parts of one shard, each with a subject of its own. The later ones use the earlier ones.
#pragma once

#include <cstddef>

#include "feeds/rtm/audit.h"
#include "feeds/rtm/connecting.h"
#include "feeds/rtm/hand_over.h"
#include "feeds/rtm/presences.h"

namespace presenced::feeds::rtm {

struct Parts {
  Parts(Context& shared, std::size_t number) : context(shared), index(number) {}
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  // Nobody needs its sockets any more, or never has.
  bool retired() const { return context.stopping || !wanted; }

  Context& context;
  const std::size_t index;  // among the shards
  bool wanted = false;
  Members members;
  Sockets sockets;
  EventOrder order;
  Connecting connecting{context};
  Publisher publisher{context, members, sockets};
  Statuses statuses{context, members, publisher, order};
  Samples samples{context, sockets};
  Presences presences{sockets, context.keeper, publisher, samples, order};
  HandOver hand_over{context, members, sockets, publisher, statuses, order};
  Audit audit{context, sockets};
};

}  // namespace presenced::feeds::rtm
