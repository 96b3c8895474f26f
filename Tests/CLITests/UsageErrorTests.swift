import Testing

extension CommandLineTests {
  /// Mistakes on the command line itself have exit code 64 and one line that says what was expected.
  @Suite struct UsageErrors {
    struct Case: CustomTestStringConvertible, Sendable {
      let arguments: String
      let message: String
      var testDescription: String { arguments }
    }

    private static let ranges = [
      ("--min-confidence=1.5", "--min-confidence: expected a number from 0 to 1, found 1.5."),
      ("--min-confidence=-0.1", "--min-confidence: expected a number from 0 to 1, found -0.1."),
      ("--min-confidence=nan", "--min-confidence: expected a number from 0 to 1, found nan."),
      ("--threshold=2", "--threshold: expected a number from 0 to 1, found 2.0."),
      ("--match-threshold=-1", "--match-threshold: expected a number from 0 to 1, found -1.0."),
      ("--max-keypoints=0", "--max-keypoints: expected a positive number or all, found 0."),
      ("--nms-radius=-1", "--nms-radius: expected 0 to 1000 pixels, found -1."),
      ("--border=-1", "--border: expected 0 to 10000 pixels, found -1."),
      ("--sinkhorn-iterations=0", "--sinkhorn-iterations: expected 1 to 10000, found 0."),
      ("--max-error=0", "--max-error: expected a positive number of pixels, found 0.0."),
      ("--threads=0", "--threads: expected 1 to 1024, found 0."),
      ("--max-error -1", "--max-error: expected a positive number of pixels, found -1.0."),
      ("--threshold -0.5", "--threshold: expected a number from 0 to 1, found -0.5."),
      ("--nms-radius -1", "--nms-radius: expected 0 to 1000 pixels, found -1."),
      ("--max-keypoints -3", "--max-keypoints: expected a positive number or all, found -3."),
      ("--threads -1", "--threads: expected 1 to 1024, found -1."),
    ]

    private static let forms = [
      (
        "--max-keypoints=many",
        "The value 'many' is invalid for '--max-keypoints <count>': expected a positive number or all."
      ),
      ("--resize=640x", "The value '640x' is invalid for '--resize <size>': expected WxH, N, short:N or none."),
      ("--resize=0", "The value '0' is invalid for '--resize <size>': expected WxH, N, short:N or none."),
      ("--seed=-1", "The value '-1' is invalid for '--seed <number>'."),
      ("--seed -1", "The value '-1' is invalid for '--seed <number>'."),
      ("--resize -1", "The value '-1' is invalid for '--resize <size>': expected WxH, N, short:N or none."),
      (
        "--preset slow",
        "The value 'slow' is invalid for '--preset <name>'. Please provide one of 'default', 'fast', 'accurate' or "
          + "'classic'."
      ),
      (
        "--precision=f8",
        "The value 'f8' is invalid for '--precision <format>'. Please provide one of 'f32', 'bf16', 'f16' or 'int8'."
      ),
      (
        "--transform=rigid",
        "The value 'rigid' is invalid for '--transform <kind>'. Please provide one of the "
          + "following: 'homography', 'affine', 'similarity', 'euclidean', 'translation' or 'local'."
      ),
      (
        "--estimator=best",
        "The value 'best' is invalid for '--estimator <method>'. Please provide one of 'magsac', 'ransac' or 'lmeds'."
      ),
      ("--fast", "Unknown option '--fast'."),
    ]

    static let shared = (ranges + forms).map { option, message in
      Case(
        arguments: "match a.jpg b.jpg \(option)",
        message: "\(message) See 'superpose match --help' for more information.")
    }

    static let others = [
      Case(
        arguments: "register a.jpg",
        message: "Missing expected argument '<fixed>'. See 'superpose register --help' for more information."),
      Case(
        arguments: "show a.jpg b.jpg --grid 1x1",
        message:
          "--grid 1x1: expected room for 2 pictures, found 1 cells. See 'superpose show --help' for more information."),
      Case(
        arguments: "detect a.jpg --grid 0x1",
        message:
          "The value '0x1' is invalid for '--grid <grid>': expected ROWSxCOLUMNS, each from 1 to 100. See "
          + "'superpose detect --help' for more information."
      ),
      Case(
        arguments: "show a.jpg --size 0",
        message: "--size: expected 1 to 200 inches, found 0.0. See 'superpose show --help' for more information."),
      Case(
        arguments: "benchmark a.jpg b.jpg --repeat 0",
        message: "--repeat: expected 1 to 100000, found 0. See 'superpose benchmark --help' for more information."),
      Case(
        arguments: "match a.jpg b.jpg --draw lines.gif",
        message: "cannot write 'lines.gif': its extension names no format; use .png, .tif, .jpg, .webp or .bmp"),
      Case(
        arguments: "match examples/a.jpg examples/b.jpg --draw examples/../examples/b.jpg",
        message: "cannot write 'examples/../examples/b.jpg': it is one of the images given; choose another name"),
      Case(
        arguments: "weights import Package.swift --name a/b",
        message: "weights import: expected a name of letters, digits, - _ and . (up to 100), found \"a/b\""),
      Case(
        arguments: "weights import Package.swift --name start",
        message: "weights import: \"start\" is built in; choose another name"),
      Case(
        arguments: "regster a b",
        message: "unknown command 'regster'; did you mean 'register'? See 'superpose --help' for more information."),
      Case(
        arguments: "evaluate hmographies folder --seed 1",
        message:
          "unknown command 'hmographies'; did you mean 'homographies'? See 'superpose evaluate --help' for more "
          + "information."
      ),
      Case(
        arguments: "photo.jpg other.jpg",
        message: "unknown command 'photo.jpg'. See 'superpose --help' for more information."),
      Case(
        arguments: "show a.jpg --resize 640x",
        message:
          "The value '640x' is invalid for '--resize <size>': expected WxH, N, short:N or none. See 'superpose "
          + "show --help' for more information."
      ),
      Case(
        arguments: "detect a.jpg --color greenish",
        message:
          "The value 'greenish' is invalid for '--color <color>': expected a colour's name or #rrggbb. See "
          + "'superpose detect --help' for more information."
      ),
      Case(
        arguments: "match a.jpg b.jpg --radius -1",
        message:
          "--radius: expected more than 0 and at most 1000, found -1.0. See 'superpose match --help' for more "
          + "information."
      ),
      Case(
        arguments: "detect a.jpg --thickness 0",
        message: "--thickness: expected 1 to 1000, found 0. See 'superpose detect --help' for more information."),
      Case(
        arguments: "match a.jpg b.jpg --lines -3",
        message:
          "--lines: expected a number or all, found -3. See 'superpose match --help' for more information."),
    ]

    @Test(arguments: shared + others)
    func areExplained(_ test: Case) throws {
      let outcome = try Program().run(test.arguments.split(separator: " ").map(String.init))
      #expect(outcome.status == 64)
      #expect(outcome.errors == "superpose: \(test.message)\n")
      #expect(outcome.text == "")
    }

    @Test(arguments: ["register", "match", "benchmark"])
    func sharedOptionsAreEverywhere(command: String) throws {
      let outcome = try Program().run(command, "a.jpg", "b.jpg", "--min-confidence", "7")
      #expect(outcome.status == 64)
      #expect(outcome.errors.hasPrefix("superpose: --min-confidence: expected a number from 0 to 1, found 7.0."))
    }

    @Test(arguments: ["--min-confidence", "--match-threshold", "--max-error", "--second-look", "--superglue-weights"])
    func detectHasNoOptionsForMatches(option: String) throws {
      let outcome = try Program().run("detect", "a.jpg", option, "1")
      #expect(outcome.status == 64)
      #expect(outcome.errors.hasPrefix("superpose: Unknown option '\(option)'"))
    }

    /// The options are right, so the program goes on to read a file that does not exist.
    @Test(arguments: [
      "--estimator RANSAC", "--transform Affine", "--second-look OFF", "--precision F32", "--subpixel On",
      "--resize NONE", "--max-keypoints ALL", "--preset Classic",
    ])
    func wordsAreTakenInAnyCase(option: String) throws {
      let outcome = try Program().run(["match", "a.jpg", "b.jpg"] + option.split(separator: " ").map(String.init))
      #expect(outcome.status == 66)
      #expect(outcome.errors == "superpose: cannot read image 'a.jpg': no such file; check the path\n")
    }
  }
}
