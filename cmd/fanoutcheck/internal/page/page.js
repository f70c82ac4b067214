"use strict";
{
	const form = document.getElementById("filter");
	const field = (id) => document.getElementById(id);
	const sites = Array.from(document.querySelectorAll(".site"), (element) => ({ element, text: null }));
	const holders = document.querySelectorAll(".group, .package");

	const show = () => {
		const words = field("text").value.toLowerCase().split(/\s+/).filter(Boolean);
		let shown = 0;
		for (const site of sites) {
			const data = site.element.dataset;
			let match = ["check", "verdict", "package"].every((name) => !field(name).value || data[name] === field(name).value);
			if (match && words.length > 0) {
				site.text ??= (data.package + " " + site.element.textContent).toLowerCase();
				match = words.every((word) => site.text.includes(word));
			}
			site.element.hidden = !match;
			shown += match;
		}
		for (const holder of holders) {
			holder.hidden = !holder.querySelector(".site:not([hidden])");
		}
		field("shown").textContent = `${shown} of ${sites.length} shown`;
	};

	form.hidden = false;
	form.addEventListener("input", show);
	form.addEventListener("reset", () => setTimeout(show));
	form.addEventListener("submit", (event) => event.preventDefault());
	show();
}
