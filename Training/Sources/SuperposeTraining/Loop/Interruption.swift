import Foundation
import Synchronization

/// Handles Ctrl-C and SIGTERM: after the first signal training stops at the end of the step, after the second at once.
public enum Interruption {
  private static let count = Atomic<Int>(0)

  public static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  /// Starts to handle the signals.
  public static func heed() {
    for signal in [SIGINT, SIGTERM] {
      Foundation.signal(signal) { number in
        if Interruption.count.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
      }
    }
  }
}
