// The compiled part of Asio and of its TLS layer (BOOST_ASIO_SEPARATE_COMPILATION is set in cmake/flags.cmake).
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
