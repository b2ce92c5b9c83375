#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many threads may run at once on this machine; at least 1.
public let availableProcessors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
