// The extension starts "fanoutcheck lsp" and connects the editor with it. All
// that it adds is to find the program, and to restart it.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import {
	LanguageClient,
	type LanguageClientOptions,
	type ServerOptions,
} from "vscode-languageclient/node";

const section = "fanoutcheck";

/** Settings of the extension itself, which the server does not know. */
const own = ["path", "trace"];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
	context.subscriptions.push(
		vscode.commands.registerCommand("fanoutcheck.restart", restart),
		vscode.workspace.onDidChangeConfiguration(async (change) => {
			if (change.affectsConfiguration(`${section}.path`)) {
				await restart();
			}
		}),
	);
	await start();
}

export async function deactivate(): Promise<void> {
	await client?.dispose();
	client = undefined;
}

async function restart(): Promise<void> {
	await deactivate();
	await start();
}

async function start(): Promise<void> {
	const program = await find(vscode.workspace.getConfiguration(section).get("path", "fanoutcheck"));
	const server: ServerOptions = { command: program, args: ["lsp"] };
	const options: LanguageClientOptions = {
		documentSelector: [{ scheme: "file", language: "go" }],
		initializationOptions: settings(vscode.workspace.getConfiguration().get(section) ?? null),
		middleware: {
			workspace: {
				configuration: async (params, token, next) => {
					const answer = await next(params, token);
					return Array.isArray(answer) ? answer.map(settings) : answer;
				},
			},
		},
	};
	client = new LanguageClient(section, "fanoutcheck", server, options);
	try {
		await client.start();
	} catch (error) {
		vscode.window.showErrorMessage(
			`fanoutcheck: cannot start ${program}: ${error instanceof Error ? error.message : error}. ` +
				"Install it with: go install github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck@latest",
		);
	}
}

/** Returns what the server is to know of the settings in its section. */
function settings(all: object | null): object {
	return Object.fromEntries(Object.entries(all ?? {}).filter(([name]) => !own.includes(name)));
}

/** Finds a program that is given by its name only where Go installs programs. */
async function find(program: string): Promise<string> {
	if (program !== path.basename(program)) {
		return program;
	}
	const name = process.platform === "win32" && !program.endsWith(".exe") ? `${program}.exe` : program;
	const folders = (process.env.PATH ?? "").split(path.delimiter);
	try {
		const { stdout } = await promisify(execFile)("go", ["env", "GOBIN", "GOPATH"]);
		const [bin, gopath] = stdout.split(/\r?\n/);
		folders.push(bin, ...gopath.split(path.delimiter).map((folder) => path.join(folder, "bin")));
	} catch {
		// Without Go the server says so itself.
	}
	return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? program;
}
