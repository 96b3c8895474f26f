/// Gives one test at a time its turn: libtorch's random numbers and settings belong to the process, and tests run
/// concurrently.
public actor TorchTurn {
  public static let shared = TorchTurn()

  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  public func take() async {
    guard isTaken else {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  public func pass() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
