import ArgumentParser

/// Which weights the networks have.
struct WeightsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A .pth or .safetensors file, or a name of 'superpose weights list'. (default: the list's default)",
      valueName: "weights"))
  var superpointWeights: String?

  @Option(help: ArgumentHelp("Likewise. (default: the list's default)", valueName: "weights"))
  var superglueWeights: String?
}
