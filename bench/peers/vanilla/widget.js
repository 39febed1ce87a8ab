const pages = {
  overview: 'Overview',
  payout_settings: 'Payout settings',
  retain_settings: 'Retain',
  onboarding: 'Onboarding',
};

customElements.define(
  'magic-links',
  class extends HTMLElement {
    connectedCallback() {
      const choice = (value, label) =>
        `<label><input type="radio" name="environment" value="${value}">${label}</label>`;
      const button = ([value, label]) => `<button type="button" value="${value}">${label}</button>`;
      const buttons = Object.entries(pages).map(button).join('');
      this.innerHTML = `${choice('sandbox', 'Sandbox')}${choice('live', 'Live')}${buttons}<p role="alert"></p>`;
      this.querySelector('[value=live]').checked = true;
      this.addEventListener('click', ({ target }) => {
        if (target.localName === 'button') this.open(target.value);
      });
    }

    async open(redirect) {
      const alert = this.querySelector('p');
      const buttons = this.querySelectorAll('button');
      alert.textContent = '';
      for (const button of buttons) button.disabled = true;
      try {
        const environment = this.querySelector(':checked').value;
        const response = await fetch('/api/paddle/magic-sessions', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ environment, redirect }),
        });
        const {
          data: { code },
        } = await response.json();
        const { dashboard } = document.documentElement.dataset;
        location.assign(
          `${dashboard}/magic-sessions/login?code=${encodeURIComponent(code)}&redirect=${redirect}`,
        );
      } catch {
        alert.textContent = 'Paddle could not be opened.';
      }
      for (const button of buttons) button.disabled = false;
    }
  },
);

document.getElementById('main').append(document.createElement('magic-links'));
