#include "ask/facet.h"

#include "query/text.h"

namespace presenced::ask {

std::optional<base::Facet> facet_of(const Request& request) {
  if (!request.facet) return std::nullopt;
  if (const auto facet = base::facet_named(*request.facet)) return facet;
  throw Refused(ExitStatus::usage,
                "--facet: there is no facet '" + query::printable(*request.facet) + "'; expected presence or status");
}

}  // namespace presenced::ask
