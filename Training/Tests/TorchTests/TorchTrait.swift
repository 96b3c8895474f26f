import Testing
import TrainingTestSupport

/// Marks a test that uses libtorch, which only one test may use at a time.
struct TorchTrait: TestTrait, SuiteTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    await TorchTurn.shared.take()
    do { try await function() } catch {
      await TorchTurn.shared.pass()
      throw error
    }
    await TorchTurn.shared.pass()
  }
}

extension Trait where Self == TorchTrait {
  static var usesTorch: Self { TorchTrait() }
}
