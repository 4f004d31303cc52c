// The compiled part of Beast (BOOST_BEAST_SEPARATE_COMPILATION is set in cmake/flags.cmake).
#include <boost/beast/src.hpp>
