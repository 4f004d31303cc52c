// Each asks presencectl, and checks the answers against those worked out by brute force.
#pragma once

#include "presencectl/questions.h"

namespace presenced::commands::test {

void check_spans(Questions& ask, const BruteForce& truth);
void check_coverage(Questions& ask, const BruteForce& truth);
void check_log(Questions& ask, const BruteForce& truth);
void check_follower(Questions& ask, const BruteForce& truth);
void check_export(Questions& ask, const BruteForce& truth);
void check_moments(Questions& ask, const BruteForce& truth);
void check_summary(Questions& ask, const BruteForce& truth);
void check_heatmap(Questions& ask, const BruteForce& truth);
void check_overlap(Questions& ask, const BruteForce& truth);
void check_people(Questions& ask);

}  // namespace presenced::commands::test
