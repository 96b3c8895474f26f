import Foundation
import Synchronization

/// Ctrl-C and a polite kill: asked for once, training stops after the step; asked for again, at once.
public enum Interruption {
  private static let count = Atomic<Int>(0)

  public static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  /// From now on signals are heeded.
  public static func heed() {
    for signal in [SIGINT, SIGTERM] {
      Foundation.signal(signal) { number in
        if Interruption.count.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
      }
    }
  }
}
