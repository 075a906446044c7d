// Ends a test run with one line that every suite of this project prints.
export default class Reporter {
  onTestRunEnd(modules, errors) {
    const count = { passed: 0, failed: errors.length };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state in count) count[state] += 1;
      }
    }
    process.on('exit', () => console.log(`${count.passed} passed, ${count.failed} failed`));
  }
}
