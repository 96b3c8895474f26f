import ArgumentParser
import Foundation
import SuperposeServer

/// Where the service listens and keeps things, and who may use it.
struct PlaceOptions: ParsableArguments {
  private static let localHosts: Set<String> = ["127.0.0.1", "localhost", "::1"]

  @Option(help: "The address to listen at.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen at; 0 takes a free one.")
  var port = 8080

  @Option(
    help: ArgumentHelp(
      "The folder that keeps images and results (default: ~/.local/share/superpose/service).",
      valueName: "folder"))
  var data: String?

  @Option(help: ArgumentHelp("What requests must carry as 'Authorization: Bearer TOKEN'.", valueName: "token"))
  var token: String?

  @Option(help: ArgumentHelp("A file with the token, which nobody sees in the list of processes.", valueName: "file"))
  var tokenFile: String?

  @Flag(name: .customLong("no-token"), help: "Let everybody in who reaches the address.")
  var withoutToken = false

  @Option(help: .hidden)
  var examples: String?

  @Flag(name: .shortAndLong, help: "Log each start and stop.")
  var verbose = false

  private var isLocal: Bool { Self.localHosts.contains(host) }

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port: expected 0 to 65535, found \(port)") }
    guard [token != nil, tokenFile != nil, withoutToken].filter({ $0 }).count <= 1 else {
      throw ValidationError("--token, --token-file and --no-token exclude each other")
    }
    guard isLocal || token != nil || tokenFile != nil || withoutToken else {
      throw ValidationError("--host \(host): others can reach it; give --token, or --no-token if they all may use it")
    }
  }

  func access() throws -> Access {
    let token = try secret()
    return Access(token: token, isLocalOnly: isLocal && token == nil)
  }

  private func secret() throws -> String? {
    let text = try tokenFile.map { path in
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw ValidationError("--token-file: cannot read '\(path)'; check the path")
      }
      return text
    }
    let secret = (text ?? token)?.trimmingCharacters(in: .whitespacesAndNewlines)
    guard secret.map({ $0.count >= 8 }) ?? true else {
      throw ValidationError("the token has fewer than 8 characters; 'openssl rand -hex 16' makes a good one")
    }
    return secret
  }
}
