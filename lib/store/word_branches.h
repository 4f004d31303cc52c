// The branches of a CASE in SQL that turns the numbers stored for an enumeration into its words: "WHEN 0 THEN 'first'".
// For the views of a history and for those of its copy at the centre.
#pragma once

#include <string>

namespace presenced::store {

std::string source_branches();  // history::Source
std::string feed_branches();    // history::FeedName

}  // namespace presenced::store
