import Foundation

enum Privileges {
  /// Stands before a command so that it runs under the rules of file permissions. These do not hold for root, who
  /// must give up two capabilities for that.
  static var none: [String] {
    let capabilities = "-dac_override,-dac_read_search"
    return geteuid() == 0 ? ["setpriv", "--bounding-set=\(capabilities)", "--inh-caps=\(capabilities)"] : []
  }

  /// Stands before a command so that no file it writes can grow over so many KiB.
  static func fileLimit(kibibytes: Int) -> [String] {
    // A parent may have this signal ignored already; the program must see to it by itself.
    ["env", "--default-signal=XFSZ", "bash", "-c", "ulimit -f \(kibibytes); exec \"$@\"", "bash"]
  }
}
