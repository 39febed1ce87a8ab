// Runs in the page before anything of its own, and sees what a seller would.
((clickAtOnce) => {
  const observed = { longTasks: [], memories: [] };
  globalThis.observed = observed;

  const longTasks = (entries) => observed.longTasks.push(...entries.map(({ duration }) => duration));
  new PerformanceObserver((list) => longTasks(list.getEntries())).observe({ type: 'longtask' });

  const note = ({ exports }) =>
    observed.memories.push(...Object.values(exports).filter((value) => value instanceof WebAssembly.Memory));
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const instantiate = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...given) => {
      const result = await instantiate(...given);
      note(result.instance ?? result);
      return result;
    };
  }
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct: (_, given) => {
      const instance = new Instance(...given);
      note(instance);
      return instance;
    },
  });

  const within = (root) =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      element,
      ...(element.shadowRoot ? within(element.shadowRoot) : []),
    ]);
  observed.buttons = () =>
    within(document).filter((element) => element.localName === 'button' && element.getClientRects().length);

  // The first frame with all four buttons, and the request that follows a click on one of them in
  // that very frame: where it does, the widget took clicks by then, and went live with the request.
  observed.firstClick = new Promise((resolve) => {
    const { fetch } = globalThis;
    globalThis.fetch = (resource, options) => {
      const mints = String(resource.url ?? resource).includes('/api/');
      if (!clickAtOnce || !mints) return fetch(resource, options);
      observed.live = performance.now();
      setTimeout(resolve);
      // The page stays, so that it can be asked.
      return new Promise(() => {});
    };
  });
  const look = () => {
    const [first, ...others] = observed.buttons();
    if (others.length < 3) return requestAnimationFrame(look);
    observed.visible = performance.now();
    if (clickAtOnce) first.click();
  };
  requestAnimationFrame(look);
})(CLICK_AT_ONCE);
