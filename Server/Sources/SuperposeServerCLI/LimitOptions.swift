import ArgumentParser
import SuperposeServerCore

/// What is refused, and how long things are kept.
struct LimitOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How long results are kept: 7d, 12h, 30m or forever.", valueName: "time"))
  var keep = KeptTime(seconds: 7 * 86_400)

  @Option(help: ArgumentHelp("How much is kept: 20GB, 500MB or unlimited.", valueName: "size"))
  var maxData = ByteCount(bytes: 20_000_000_000)

  @Option(help: ArgumentHelp("The largest file that is taken.", valueName: "size"))
  var maxUpload = ByteCount(bytes: 100_000_000)

  @Option(help: ArgumentHelp("How long an upload may take.", valueName: "seconds"))
  var uploadTimeout = 300.0

  @Option(help: "The most pixels of an image, from its header before it is decoded.")
  var maxPixels = 64_000_000

  @Option(help: "The most registrations that wait.")
  var maxQueue = 2000

  @Option(help: ArgumentHelp("How long a registration may take.", valueName: "seconds"))
  var jobTimeout = 120.0

  @Option(help: "The most requests that are answered at a time.")
  var maxRequests = 256

  func validate() throws {
    for (name, value) in [("--max-pixels", maxPixels), ("--max-queue", maxQueue), ("--max-requests", maxRequests)] {
      guard value >= 1 else { throw ValidationError("\(name): expected a positive number, found \(value)") }
    }
    for (name, value) in [("--job-timeout", jobTimeout), ("--upload-timeout", uploadTimeout)] {
      guard value > 0 else { throw ValidationError("\(name): expected a positive number, found \(value)") }
    }
    guard maxUpload.bytes != nil else { throw ValidationError("--max-upload: expected a size, found unlimited") }
  }

  func apply(to settings: inout ServiceSettings) {
    settings.keepSeconds = keep.seconds
    settings.mostDataBytes = maxData.bytes
    if let bytes = maxUpload.bytes { settings.limits.uploadBytes = bytes }
    settings.limits.uploadSeconds = uploadTimeout
    settings.limits.pixels = maxPixels
    settings.limits.queueLength = maxQueue
    settings.limits.jobSeconds = jobTimeout
    settings.limits.requests = maxRequests
  }
}

/// Where and how the networks run.
struct ServerNetworkOptions: ParsableArguments {
  @Option(help: "CPU, CUDA or CUDA:N for an NVIDIA GPU, or OpenVINO's name of another device.")
  var device = "CPU"

  @Option(help: "Threads for the networks (default: one a core).")
  var threads: Int?

  @Option(name: .customLong("superpoint-weights"), help: ArgumentHelp("A name or a file.", valueName: "weights"))
  var superPoint: String?

  @Option(name: .customLong("superglue-weights"), help: ArgumentHelp("A name or a file.", valueName: "weights"))
  var superGlue: String?

  func apply(to settings: inout ServiceSettings) {
    settings.device = device.uppercased()
    settings.threads = threads
    settings.superPointWeights = superPoint
    settings.superGlueWeights = superGlue
  }
}
