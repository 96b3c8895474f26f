import Foundation
import SystemPackage

/// The streams that a program prints on.
public enum StandardStream: Sendable {
  case output, error

  public func write(_ bytes: some Sequence<UInt8>) throws(FileError) {
    _ = try named(.write, name) { try descriptor.writeAll(bytes) }
  }

  public var isTerminal: Bool { isatty(descriptor.rawValue) == 1 }

  private var descriptor: FileDescriptor { self == .output ? .standardOutput : .standardError }
  private var name: String { self == .output ? "the standard output" : "the standard error" }
}
