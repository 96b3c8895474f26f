import ArgumentParser
import Superpose

struct KeypointOptions: ParsableArguments {
  private static var defaults: RegistrationConfiguration { SharedOptions.defaults }

  @Option(
    help: ArgumentHelp(
      "The size at which the networks see an image: WxH exactly, N for the long side (never enlarged), short:N, or none. (default: \(defaults.resize))",
      valueName: "size"),
    transform: { text in
      guard let policy = ResizePolicy(text) else { throw ValidationError("expected WxH, N, short:N or none") }
      return policy
    })
  var resize = defaults.resize

  @OptionGroup var selection: SelectionOptions

  func fill(_ configuration: inout RegistrationConfiguration) {
    configuration.resize = resize
    selection.fill(&configuration.extraction)
  }
}
