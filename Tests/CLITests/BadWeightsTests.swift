import Foundation
import Superpose
import SuperposeCheckpoints
import TestSupport
import Testing

extension CommandLineTests {
  /// Checkpoints that can be read and yet do not fit SuperPoint, or must not be trusted.
  @Suite struct BadWeights {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    struct Damage: CustomTestStringConvertible, Sendable {
      let testDescription: String
      let line: String
      let apply: @Sendable (inout [String: Tensor]) -> Void
    }

    static let damages = [
      Damage(testDescription: "missing", line: "  1 missing: convPb.bias [65]") { $0["convPb.bias"] = nil },
      Damage(testDescription: "extra", line: "  1 not expected: conv9.bias [1]") {
        $0["conv9.bias"] = Tensor(shape: [1], values: [0])
      },
      Damage(testDescription: "misshapen", line: "  1 of another shape: convPb.bias is [64], expected [65]") {
        $0["convPb.bias"] = Tensor(shape: [64], values: [Float](repeating: 0, count: 64))
      },
      Damage(testDescription: "NaN", line: "  1 with NaN or infinite values: convPb.bias (65 of 65 values)") {
        $0["convPb.bias"] = Tensor(shape: [65], values: [Float](repeating: .nan, count: 65))
      },
    ]

    @Test(arguments: damages)
    func areRefused(_ damage: Damage) throws {
      var tensors = try Checkpoint(contentsOf: URL(filePath: Repository.superPoint)).tensors
      damage.apply(&tensors)
      let path = scratch.path("damaged.safetensors")
      try SafetensorsWriter.write(tensors, precision: .f32, to: URL(filePath: path))
      let message = """
        superpose: \(path): The tensors are not the parameters that the network expects:
        \(damage.line)
        Check that the file is a complete checkpoint of this network.

        """
      for arguments in [
        ["weights", "import", path], ["detect", Repository.example("cat.jpg"), "--superpoint-weights", path],
      ] {
        let outcome = try Program().run(arguments)
        #expect(outcome.status == 65)
        #expect(outcome.errors == message)
        #expect(outcome.text == "")
      }
    }

    @Test func hostilePickleIsNotExecuted() throws {
      let path = Repository.path + "/Tests/CheckpointsTests/Fixtures/hostile/zip-os-system.pth"
      let outcome = try Program(folder: scratch.path).run("weights", "import", path)
      #expect(outcome.status == 65)
      #expect(
        outcome.errors
          == "superpose: \(path): The pickle names the Python object 'os.system', which no tensor needs; nothing "
          + "was executed. Do not trust this file unless you know why that is in it; a checkpoint to load here "
          + "is saved with torch.save(model.state_dict(), path).\n"
      )
      #expect(try scratch.names() == [])
    }

    @Test func weightsOfTheOtherNetwork() throws {
      let outcome = try Program().run("detect", Repository.example("cat.jpg"), "--superpoint-weights", "start")
      #expect(outcome.status == 65)
      #expect(
        outcome.errors == "superpose: weights start: expected weights of superpoint, found weights of superglue\n")
    }
  }
}
