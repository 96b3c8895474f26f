import Foundation

enum Privileges {
  /// The words to put before a command so that it obeys file permissions. They do not bind root, who must give up two
  /// capabilities for that.
  static var none: [String] {
    let capabilities = "-dac_override,-dac_read_search"
    return geteuid() == 0 ? ["setpriv", "--bounding-set=\(capabilities)", "--inh-caps=\(capabilities)"] : []
  }

  /// Returns the words to put before a command so that no file it writes can grow beyond this size.
  static func fileLimit(kibibytes: Int) -> [String] {
    // A parent process may ignore this signal already; the program must handle it by itself.
    ["env", "--default-signal=XFSZ", "bash", "-c", "ulimit -f \(kibibytes); exec \"$@\"", "bash"]
  }
}
